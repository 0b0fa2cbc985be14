package dev.mallbots.analytics.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PeriodTest {

    private static final Instant NOW = Instant.parse("2030-01-31T12:34:56Z");
    private static final Instant NEXT_HOUR = Instant.parse("2030-01-31T13:00:00Z");

    @Test
    void the_default_end_is_the_end_of_this_hour_and_the_default_length_thirty_days() {
        assertThat(Period.of(Optional.empty(), Optional.empty(), NOW))
                .isEqualTo(new Period(NEXT_HOUR.minus(Duration.ofDays(30)), NEXT_HOUR));
        assertThat(Period.of(Optional.of(NOW), Optional.empty(), NOW)).isEqualTo(new Period(NOW, NEXT_HOUR));
        assertThat(Period.of(Optional.empty(), Optional.of(NOW), NOW))
                .isEqualTo(new Period(NOW.minus(Duration.ofDays(30)), NOW));
    }

    @Test
    void a_period_does_not_end_before_it_begins() {
        assertThat(new Period(NOW, NOW).after()).isEqualTo(NOW);
        assertBlames(() -> new Period(NOW, NOW.minusNanos(1)), "after");
    }

    @Test
    void a_period_is_at_most_as_long_as_a_leap_year() {
        assertThat(new Period(NOW, NOW.plus(Period.LONGEST)).after()).isEqualTo(NOW);
        assertBlames(() -> new Period(NOW, NOW.plus(Period.LONGEST).plusNanos(1)), "after");
    }

    @Test
    void a_period_is_within_the_range_of_the_database() {
        Instant first = Instant.parse("0001-01-01T00:00:00Z");
        assertThat(Period.of(Optional.empty(), Optional.of(first), NOW)).isEqualTo(new Period(first, first));
        assertBlames(() -> new Period(Instant.MIN, NOW), "after");
        assertBlames(() -> Period.of(Optional.of(NOW), Optional.of(Instant.MAX), NOW), "before");
        assertBlames(() -> Period.of(Optional.empty(), Optional.of(Instant.MIN), NOW), "after", "before");
    }

    private static void assertBlames(ThrowingCallable call, String... fields) {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(call)
                .satisfies(broken -> assertThat(broken.violations())
                        .extracting(Violation::field)
                        .containsExactly(fields));
    }
}
