package dev.mallbots.platform.service;

import io.netty.util.concurrent.EventExecutor;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Whether this process makes progress: every event loop takes a turn within 5 seconds. Nothing else is checked, because a new process fixes
 * neither Kafka nor PostgreSQL.
 */
@Liveness
@Singleton
class EventLoops implements AsyncHealthCheck {

    private static final String NAME = "event loops";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Duration patience;

    @Inject
    EventLoops(Vertx vertx) {
        this(vertx, PATIENCE);
    }

    EventLoops(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        List<Uni<Void>> turns = StreamSupport.stream(vertx.nettyEventLoopGroup().spliterator(), false)
                .map(EventLoops::turn)
                .toList();
        return Uni.join()
                .all(turns)
                .andFailFast()
                .replaceWith(HealthCheckResponse.up(NAME))
                .ifNoItem()
                .after(patience)
                .recoverWithItem(HealthCheckResponse.down(NAME));
    }

    private static Uni<Void> turn(EventExecutor loop) {
        return Uni.createFrom().emitter(done -> loop.execute(() -> done.complete(null)));
    }
}
