package dev.mallbots.platform.service.grpc;

import dev.mallbots.platform.kernel.Unavailable;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What is known of a neighbour's silence, so that not everybody who needs it waits anew: after a question that failed with {@link Unavailable},
 * further ones fail alike and at once, for a pause. The first answer ends the silence. For work that comes again by itself, such as messages:
 * while the neighbour is away, it costs one wait in every pause, and not one for each message. Safe for any number of threads.
 */
public final class Silence {

    private record Since(Instant until, Unavailable failure) {}

    private final Duration pause;
    private volatile Since silence;

    public Silence(Duration pause) {
        this.pause = pause;
    }

    /** Asks, unless the neighbour has just kept silent. Fails as the question does, or with what the last one failed with. */
    public <T> Uni<T> orAsk(Supplier<Uni<T>> question) {
        return Uni.createFrom().deferred(() -> {
            Since now = silence;
            return now != null && Instant.now().isBefore(now.until())
                    ? Uni.createFrom().<T>failure(now.failure())
                    : question.get()
                            .onItem()
                            .invoke(answer -> silence = null)
                            .onFailure(Unavailable.class)
                            .invoke(failure -> silence = new Since(Instant.now().plus(pause), (Unavailable) failure));
        });
    }
}
