package dev.mallbots.platform.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ShutdownDeadlineTest {

    private final ShutdownDeadline deadline = new ShutdownDeadline();

    @Test
    void the_time_that_one_part_used_is_not_available_to_the_next() {
        assertThat(deadline.begin()).isTrue();
        Duration first = deadline.left();
        while (deadline.left().equals(first)) {
            Thread.onSpinWait();
        }
        assertThat(deadline.begin()).as("it is told twice of one stop").isFalse();

        assertThat(deadline.left()).isLessThan(first);
    }

    @Test
    void a_part_with_a_limit_of_its_own_has_the_shorter_of_the_two() {
        assertThat(deadline.left(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(deadline.left(Duration.ofDays(1))).isLessThan(Duration.ofSeconds(25));
    }

    @Test
    void a_delay_that_would_leave_no_time_for_the_rest_is_refused() {
        deadline.check(null, Duration.ofSeconds(10));
        assertThatThrownBy(() -> deadline.check(null, Duration.ofSeconds(11)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "MALLBOTS_SHUTDOWN_DELAY must be from 0S to 10S, not PT11S: a stop has to end within 25 s.");
    }
}
