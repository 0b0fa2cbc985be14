package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.kernel.Unavailable;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void another_service_that_is_away_passes_but_is_not_the_database() {
        var away = new RuntimeException(new Unavailable("the stores service", new ConnectException("refused")));

        assertThat(Failures.isPassing(away)).isTrue();
        assertThat(Failures.isDatabaseAway(away)).isFalse();
        assertThat(Failures.isDatabaseAway(new RuntimeException(new ConnectException("refused"))))
                .isTrue();
    }
}
