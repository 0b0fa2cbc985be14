package dev.mallbots.platform.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mallbots.platform.kernel.Unavailable;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SilenceTest {

    private final AtomicInteger asked = new AtomicInteger();
    private boolean away = true;

    @Test
    void a_service_that_has_just_not_answered_is_not_called_again() {
        var silence = new Silence(Duration.ofHours(1));

        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> ask(silence));
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void after_the_pause_it_is_called_and_its_answer_ends_the_silence() {
        var silence = new Silence(Duration.ZERO);
        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> ask(silence));

        away = false;

        assertThat(ask(silence)).isEqualTo("here");
        assertThat(ask(silence)).isEqualTo("here");
        assertThat(asked).hasValue(3);
    }

    private String ask(Silence silence) {
        return silence.orAsk(() -> {
                    asked.incrementAndGet();
                    return away
                            ? Uni.createFrom().<String>failure(new Unavailable("the neighbour", new TimeoutException()))
                            : Uni.createFrom().item("here");
                })
                .await()
                .indefinitely();
    }
}
