package dev.mallbots.platform.saga;

import dev.mallbots.platform.messaging.Transactions;
import dev.mallbots.platform.service.Away;
import dev.mallbots.platform.unitofwork.Sql;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * How many sagas are active, delayed and stuck: gauges from one query every 15 seconds, the interval at which Prometheus reads them. They
 * come from the table, so every instance reports the same.
 */
@ApplicationScoped
class SagaCensus {

    private static final Logger LOG = Logger.getLogger(SagaCensus.class);
    private static final Duration EVERY = Duration.ofSeconds(15);

    /** The age after which the last result is outdated. */
    private static final Duration TOO_OLD = EVERY.multipliedBy(3);

    // an index holds the active sagas
    private static final String QUERY = """
            select definition, count(*) filter (where state = 'RUNNING'), count(*) filter (where state = 'COMPENSATING'),
                count(delayed_since), count(stuck_since)
            from saga where state in ('RUNNING', 'COMPENSATING') group by definition
            """;

    private record Count(long running, long compensating, long delayed, long stuck) {

        static final Count NONE = new Count(0, 0, 0, 0);
    }

    private record Found(Instant at, Map<String, Count> byDefinition) {}

    private final Vertx vertx;
    private final Transactions transactions;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Found found = new Found(Instant.MIN, Map.of());
    private long timer;

    SagaCensus(Vertx vertx, Transactions transactions, SagaDefinitions definitions, MeterRegistry metrics) {
        this.vertx = vertx;
        this.transactions = transactions;
        for (var saga : definitions.names()) {
            active(metrics, saga, SagaState.RUNNING, Count::running);
            active(metrics, saga, SagaState.COMPENSATING, Count::compensating);
            Gauge.builder("saga.delayed", this, it -> it.value(saga, Count::delayed))
                    .tag("saga", saga)
                    .register(metrics);
            Gauge.builder("saga.stuck", this, it -> it.value(saga, Count::stuck))
                    .tag("saga", saga)
                    .register(metrics);
        }
    }

    private void active(MeterRegistry metrics, String saga, SagaState state, ToLongFunction<Count> count) {
        Gauge.builder("saga.active", this, it -> it.value(saga, count))
                .tag("saga", saga)
                .tag("state", state.word())
                .register(metrics);
    }

    void start(@Observes StartupEvent started) {
        // a session of Hibernate needs an event loop
        vertx.setTimer(1, first -> ask());
        timer = vertx.setPeriodic(EVERY.toMillis(), round -> ask());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    /** Not a number if the database has not answered for a while. */
    private double value(String saga, ToLongFunction<Count> count) {
        var last = found;
        return last.at().isBefore(Instant.now().minus(TOO_OLD))
                ? Double.NaN
                : count.applyAsLong(last.byDefinition().getOrDefault(saga, Count.NONE));
    }

    private void ask() {
        if (asking.compareAndSet(false, true)) {
            transactions
                    .inNew(() -> Sql.select(QUERY))
                    .onTermination()
                    .invoke(() -> asking.set(false))
                    .subscribe()
                    .with(rows -> found = new Found(Instant.now(), byDefinition(rows)), SagaCensus::report);
        }
    }

    private static void report(Throwable failure) {
        LOG.logf(Away.levelOfRepeated(failure), "How many sagas are active is not known: %s", failure);
    }

    private static Map<String, Count> byDefinition(List<Object[]> rows) {
        return rows.stream()
                .collect(Collectors.toUnmodifiableMap(
                        row -> (String) row[0],
                        row -> new Count((Long) row[1], (Long) row[2], (Long) row[3], (Long) row[4])));
    }
}
