package dev.mallbots.platform.idempotency;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jboss.logging.Logger;

/** Lets go of keys that are older than any client's patience. In small bites, each its own transaction, so that nobody waits for it. */
@ApplicationScoped
class Pruning {

    private static final Logger LOG = Logger.getLogger(Pruning.class);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration ROUND = Duration.ofMinutes(10);
    private static final int BITE = 5_000;

    private static final String DELETE = """
            delete from idempotency_key where key in (
                select key from idempotency_key where created_at < $1 limit $2 for update skip locked)
            """;

    private final Vertx vertx;
    private final Pool database;
    private long timer;

    Pruning(Vertx vertx, Pool database) {
        this.vertx = vertx;
        this.database = database;
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(
                ROUND.toMillis(),
                round -> prune().subscribe()
                        .with(
                                done -> {},
                                failure ->
                                        LOG.warnf("Old keys could not be let go this time: %s", failure.getMessage())));
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    Uni<Void> prune() {
        return bites(OffsetDateTime.now().minus(KEPT));
    }

    private Uni<Void> bites(OffsetDateTime limit) {
        return database.preparedQuery(DELETE)
                .execute(Tuple.of(limit, BITE))
                .chain(deleted -> deleted.rowCount() < BITE ? Uni.createFrom().voidItem() : bites(limit));
    }
}
