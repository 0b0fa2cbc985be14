package dev.mallbots.platform.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The age of the oldest row in the outbox that may be sent. It is queried from the table, so every instance knows it, also when no relay is
 * running. The query runs every few seconds and reads the first row of an index.
 */
@ApplicationScoped
class OutboxAge {

    private static final Logger LOG = Logger.getLogger(OutboxAge.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    /** The age after which the last result is outdated. */
    private static final Duration TOO_OLD = EVERY.multipliedBy(4);

    private static final String OLDEST =
            "select extract(epoch from clock_timestamp() - o.created_at)::float8 " + OutboxRows.MAY_GO.formatted(1);

    private record Seen(Instant at, Duration age) {}

    private final Vertx vertx;
    private final Pool database;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Seen seen = new Seen(Instant.MIN, Duration.ZERO);
    private long timer;

    OutboxAge(Vertx vertx, Pool database, MeterRegistry metrics) {
        this.vertx = vertx;
        this.database = database;
        metrics.gauge("outbox.behind.seconds", this, OutboxAge::seconds);
    }

    void start(@Observes StartupEvent started) {
        ask();
        timer = vertx.setPeriodic(EVERY.toMillis(), round -> ask());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    /** Zero if no row waits; empty if the database has not answered for a while. Up to some seconds old. */
    Optional<Duration> behind() {
        Seen last = seen;
        return last.at().isBefore(Instant.now().minus(TOO_OLD)) ? Optional.empty() : Optional.of(last.age());
    }

    private double seconds() {
        return behind().map(age -> age.toMillis() / 1000.0).orElse(Double.NaN);
    }

    private void ask() {
        if (asking.compareAndSet(false, true)) {
            database.withConnection(
                            connection -> connection.preparedQuery(OLDEST).execute())
                    .timeout(TOO_OLD.toSeconds(), TimeUnit.SECONDS)
                    .onComplete(answer -> {
                        asking.set(false);
                        if (answer.succeeded()) {
                            seen = new Seen(Instant.now(), ageOf(answer.result()));
                        } else {
                            LOG.debugf("How far the outbox is behind is not known: %s", answer.cause());
                        }
                    });
        }
    }

    private static Duration ageOf(RowSet<io.vertx.sqlclient.Row> oldest) {
        return oldest.size() == 0
                ? Duration.ZERO
                : Duration.ofMillis((long) (oldest.iterator().next().getDouble(0) * 1000));
    }
}
