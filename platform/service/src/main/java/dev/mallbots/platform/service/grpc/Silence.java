package dev.mallbots.platform.service.grpc;

import dev.mallbots.platform.kernel.Unavailable;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A circuit breaker for calls to another service: after a call that failed with {@link Unavailable}, further calls fail at once with the
 * same failure, for a pause. The first answer closes it. For work that is retried anyway, such as messages: while the other service is
 * down, it costs one wait per pause, and not one per message. Thread-safe.
 */
public final class Silence {

    private record Since(Instant until, Unavailable failure) {}

    private final Duration pause;
    private volatile Since silence;

    public Silence(Duration pause) {
        this.pause = pause;
    }

    /** Makes the call, unless the service has just not answered. Fails as the call does, or with the failure of the last one. */
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
