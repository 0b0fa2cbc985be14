package dev.mallbots.platform.messaging;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Lets go of what can't matter any more: inbox rows older than any message that Kafka could still deliver again, and discarded
 * dead letters. In small bites, each its own transaction, so that nobody waits for it.
 */
@ApplicationScoped
class Pruning {

    private static final Logger LOG = Logger.getLogger(Pruning.class);
    private static final Duration ROUND = Duration.ofMinutes(10);
    private static final int BITE = 5_000;

    private static final String INBOX = """
            delete from inbox where message_id in (
                select message_id from inbox where received_at < :limit limit :bite for update skip locked)
            """;

    private static final String DISCARDED = """
            delete from dead_letter where id in (
                select id from dead_letter where discarded_at < :limit limit :bite for update skip locked)
            """;

    private final Vertx vertx;
    private final Transactions transactions;
    private final Duration kept;
    private long timer;

    Pruning(
            Vertx vertx,
            Transactions transactions,
            @ConfigProperty(name = "mallbots.inbox.kept", defaultValue = "P14D") Duration kept) {
        this.vertx = vertx;
        this.transactions = transactions;
        this.kept = kept;
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(
                ROUND.toMillis(),
                round -> prune().subscribe()
                        .with(
                                done -> {},
                                failure -> LOG.warnf(
                                        "What is old could not be let go this time: %s", failure.getMessage())));
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    Uni<Void> prune() {
        Instant limit = Instant.now().minus(kept);
        return bites(INBOX, limit).chain(() -> bites(DISCARDED, limit));
    }

    private Uni<Void> bites(String delete, Instant limit) {
        return transactions
                .inNew(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(delete)
                                .setParameter("limit", limit)
                                .setParameter("bite", BITE)
                                .executeUpdate()))
                .chain(count -> count < BITE ? Uni.createFrom().voidItem() : bites(delete, limit));
    }
}
