package dev.mallbots.platform.messaging;

import dev.mallbots.platform.service.Away;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * What waits in the tables of messages, for how long, and how many sessions PostgreSQL has: gauges from one query every 5 seconds. They come
 * from the tables, so every instance reports the same, also when no relay or consumer is running.
 */
@ApplicationScoped
class Backlog {

    private static final Logger LOG = Logger.getLogger(Backlog.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    /** The age after which the last result is outdated. */
    private static final Duration TOO_OLD = EVERY.multipliedBy(4);

    // a session of another role shows only that it exists and whose it is; a process of PostgreSQL itself has no role
    private static final String QUERY = """
            select
                coalesce((select extract(epoch from clock_timestamp() - o.created_at) %s), 0)::float8,
                (select count(*) from (select from outbox limit 10000) counted),
                (select count(*) from (select from outbox where refused is not null limit 10000) counted),
                (select count(*) from (select from dead_letter where discarded_at is null limit 10000) counted),
                (select count(*) from pg_stat_activity where usesysid is not null),
                current_setting('max_connections')::bigint
            """.formatted(OutboxRows.MAY_GO.formatted(1));

    /**
     * @param behind the age in seconds of the oldest row in the outbox that may be sent; 0 without one
     * @param deadLetters without the discarded ones
     */
    private record Found(
            Instant at,
            double behind,
            long waiting,
            long refused,
            long deadLetters,
            long sessions,
            long mostSessions) {}

    private final Vertx vertx;
    private final Pool database;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Found found = new Found(Instant.MIN, 0, 0, 0, 0, 0, 0);
    private long timer;

    Backlog(Vertx vertx, Pool database, MeterRegistry metrics) {
        this.vertx = vertx;
        this.database = database;
        metrics.gauge("outbox.behind.seconds", this, it -> it.value(Found::behind));
        metrics.gauge("outbox.waiting", this, it -> it.value(Found::waiting));
        metrics.gauge("outbox.refused.waiting", this, it -> it.value(Found::refused));
        metrics.gauge("dead.letters.open", this, it -> it.value(Found::deadLetters));
        metrics.gauge("database.sessions", this, it -> it.value(Found::sessions));
        metrics.gauge("database.sessions.most", this, it -> it.value(Found::mostSessions));
    }

    void start(@Observes StartupEvent started) {
        ask();
        timer = vertx.setPeriodic(EVERY.toMillis(), round -> ask());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    /**
     * The age of the oldest row in the outbox that may be sent, up to some seconds old. Zero if no row waits; empty if the database has not
     * answered for 20 seconds.
     */
    Optional<Duration> behind() {
        return answer().map(last -> Duration.ofMillis((long) (last.behind() * 1000)));
    }

    private Optional<Found> answer() {
        return Optional.of(found)
                .filter(last -> !last.at().isBefore(Instant.now().minus(TOO_OLD)));
    }

    /** Not a number if the database has not answered for a while. */
    private double value(ToDoubleFunction<Found> figure) {
        return answer().stream().mapToDouble(figure).findFirst().orElse(Double.NaN);
    }

    private void ask() {
        if (asking.compareAndSet(false, true)) {
            database.withConnection(
                            connection -> connection.preparedQuery(QUERY).execute())
                    .timeout(TOO_OLD.toSeconds(), TimeUnit.SECONDS)
                    .onComplete(answer -> {
                        asking.set(false);
                        if (answer.succeeded()) {
                            found = found(answer.result().iterator().next());
                        } else {
                            report(answer.cause());
                        }
                    });
        }
    }

    private static void report(Throwable failure) {
        LOG.logf(Away.levelOfRepeated(failure), "What waits in the tables of messages is not known: %s", failure);
    }

    private static Found found(Row row) {
        return new Found(
                Instant.now(),
                row.getDouble(0),
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5));
    }
}
