package dev.mallbots.platform.saga;

import dev.mallbots.platform.messaging.Transactions;
import dev.mallbots.platform.unitofwork.Sql;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Finds sagas whose deadline has passed and handles the deadline. Every instance of the service runs one. The saga's row is locked during
 * the handling, and a handled saga has a later deadline, so no deadline is handled twice. A failure ends only the current round.
 */
@ApplicationScoped
class SagaClock {

    private static final Logger LOG = Logger.getLogger(SagaClock.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_AT_ONCE = 200;

    // the deadline changes with every step and so has no index; the active sagas have one
    private static final String DUE = """
            select id from saga where state in ('RUNNING', 'COMPENSATING') and deadline <= $1 order by deadline limit $2
            """;

    private final Vertx vertx;
    private final Transactions transactions;
    private final Sagas sagas;
    private volatile boolean stopped;

    SagaClock(Vertx vertx, Transactions transactions, Sagas sagas) {
        this.vertx = vertx;
        this.transactions = transactions;
        this.sagas = sagas;
    }

    void start(@Observes StartupEvent event) {
        lookAgain();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void lookAgain() {
        vertx.setTimer(PAUSE.toMillis(), timer -> look());
    }

    private void look() {
        if (stopped) {
            return;
        }
        transactions
                .inNew(SagaClock::due)
                .onItem()
                .transformToMulti(Multi.createFrom()::iterable)
                .onItem()
                .transformToUniAndConcatenate(this::tell)
                .collect()
                .last()
                .subscribe()
                .with(done -> lookAgain(), failure -> {
                    LOG.warn("Could not look for sagas whose deadline is over", failure);
                    lookAgain();
                });
    }

    private static Uni<List<UUID>> due() {
        return Sql.select(DUE, Instant.now().atOffset(ZoneOffset.UTC), MOST_AT_ONCE)
                .map(rows -> rows.stream().map(row -> (UUID) row[0]).toList());
    }

    private Uni<Void> tell(UUID id) {
        return transactions
                .inNew(() -> sagas.deadlinePassed(id))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "Could not tell saga %s that its deadline is over", id))
                .onFailure()
                .recoverWithNull();
    }
}
