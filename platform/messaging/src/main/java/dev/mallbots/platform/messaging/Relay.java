package dev.mallbots.platform.messaging;

import dev.mallbots.platform.messaging.Courier.Delivery;
import dev.mallbots.platform.messaging.OutboxRows.Row;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Takes the outbox to Kafka. One instance per database is at work, the one that holds the advisory lock; the others wait for
 * it inside the database and go on the moment its connection ends. It sleeps in LISTEN until a commit wakes it; the timeout
 * there is only a safety net. A holder that says nothing to the database for 15 seconds is put out by those who wait.
 *
 * <p>Guarantees: a row is deleted after the broker has acknowledged it, never before, so each message arrives at least
 * once; messages of one key arrive in the order in which they were written. A message that the broker refuses for good stays,
 * with the reason, and holds back only those of its own key. One for a topic that Kafka does not have or does not let this service
 * write is refused, too, and goes on by itself within seconds of the topic's making or of the permission. Any other error ends this attempt, never the relay. How large a message
 * may be for this to hold: see {@link Courier}.
 *
 * <p>It is a plain thread with blocking calls: its work is one sequence, and a sequence is easiest to trust when it reads
 * like one.
 */
@ApplicationScoped
public class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final int SOCKET_TIMEOUT_SECONDS = 30;
    private static final Duration SAFETY_NET = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LOOK_FOR_TOPICS = Duration.ofSeconds(10);

    /** After it a new producer sends all that is not acknowledged: the old one may be at odds with a broker that crashed, for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Two keys of our own choice in PostgreSQL's space of advisory locks. */
    private static final int LOCK_CLASS = 0;

    private static final int LOCK_ID = 20_030;

    private static final String TAKE_LOCK = "select pg_advisory_lock(%d, %d)".formatted(LOCK_CLASS, LOCK_ID);

    /** A relay at work says something at least every few seconds; one that does not is stopped, frozen or cut off. */
    private static final String END_SILENT_HOLDER = """
            select pg_terminate_backend(a.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.classid = %d and l.objid = %d and a.datname = current_database()
              and l.database = a.datid and a.state_change < clock_timestamp() - interval '15 s'
            """.formatted(LOCK_CLASS, LOCK_ID);

    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final Map<String, Object> kafka;
    private final Duration patience;
    private final Counter relayed;
    private final Counter refused;
    private volatile Thread thread;
    private volatile boolean atWork;

    /** When the oldest message was written that is not yet acknowledged; null when all are. */
    private volatile Instant waitingSince;

    @Inject
    Relay(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry metrics) {
        this(url, user, password, kafka, metrics, PATIENCE);
    }

    Relay(
            String url,
            String user,
            String password,
            Map<String, Object> kafka,
            MeterRegistry metrics,
            Duration patience) {
        // A session of its own and not one of a pool's: the lock and the LISTEN live exactly as long as it does.
        database.setURL(url);
        database.setUser(user);
        database.setPassword(password);
        database.setApplicationName("outbox-relay");
        database.setTcpKeepAlive(true);
        database.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
        this.kafka = kafka;
        this.patience = patience;
        this.relayed = metrics.counter("outbox.relayed");
        this.refused = metrics.counter("outbox.refused");
        metrics.gauge("outbox.behind.seconds", this, relay -> relay.behind().toMillis() / 1000.0);
    }

    void start(@Observes StartupEvent started) {
        thread = Thread.ofPlatform().name("outbox-relay").daemon().unstarted(this::run);
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        Thread running = thread;
        thread = null;
        running.interrupt();
        running.join(Duration.ofSeconds(10));
    }

    /** Whether this instance's relay, and not another's, takes the messages out just now. */
    public boolean isAtWork() {
        return atWork;
    }

    /** How long the oldest message that this relay has seen waits for Kafka to take it; zero when none does. */
    public Duration behind() {
        Instant since = waitingSince;
        return since == null ? Duration.ZERO : Duration.between(since, Instant.now());
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        while (isWanted()) {
            Instant begun = Instant.now();
            try (Connection connection = database.getConnection();
                    Courier courier = new Courier(kafka, patience)) {
                try {
                    becomeTheOne(connection);
                    drainForEver(connection, courier);
                } finally {
                    atWork = false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception e) {
                if (!isWanted()) {
                    return;
                }
                if (Instant.now().isAfter(begun.plus(LONGEST_PAUSE))) {
                    pause = SHORTEST_PAUSE;
                }
                LOG.warnf("The relay was interrupted and starts again in %d ms: %s", pause.toMillis(), e.getMessage());
                pause = sleepAndGrow(pause);
            }
        }
    }

    private boolean isWanted() {
        return thread != null && !Thread.currentThread().isInterrupted();
    }

    private static Duration sleepAndGrow(Duration pause) {
        try {
            Thread.sleep(pause.toMillis() + ThreadLocalRandom.current().nextLong(pause.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private void becomeTheOne(Connection connection) throws SQLException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen outbox");
            // the table seems as large as its rows that are gone and not yet vacuumed away: the index knows where the
            // first is
            statement.execute("set enable_seqscan = off");
            // a deletion that a crash undoes is a message sent once more, which is promised anyhow: nothing to wait for
            // the disk for
            statement.execute("set synchronous_commit = off");
            while (!holdsLock(statement)) {
                if (!isWanted()) {
                    throw new InterruptedException();
                }
                statement.execute(END_SILENT_HOLDER);
            }
        }
        atWork = true;
        LOG.debug("This instance relays the outbox now");
    }

    /** Waits inside the database for at most the time-out, so that a stop of ours or a silent holder is noticed. */
    private static boolean holdsLock(Statement statement) throws SQLException {
        statement.execute("set lock_timeout = '5s'");
        try {
            statement.execute(TAKE_LOCK);
            return true;
        } catch (SQLException e) {
            if (!"55P03".equals(e.getSQLState())) {
                throw e;
            }
            return false;
        }
    }

    private void drainForEver(Connection connection, Courier courier) throws SQLException, InterruptedException {
        PGConnection wakeUps = connection.unwrap(PGConnection.class);
        Instant lookForTopics = Instant.MIN;
        try (OutboxRows outbox = new OutboxRows(connection)) {
            while (isWanted()) {
                if (Instant.now().isAfter(lookForTopics)) {
                    releaseWhatMayGoNow(outbox, courier);
                    lookForTopics = Instant.now().plus(LOOK_FOR_TOPICS);
                }
                List<Row> rows = outbox.next();
                waitingSince = rows.isEmpty() ? null : rows.getFirst().written();
                if (rows.isEmpty()) {
                    wakeUps.getNotifications((int) SAFETY_NET.toMillis());
                } else {
                    settle(outbox, courier.deliver(rows, outbox::giveSignOfLife));
                }
            }
        }
    }

    private void settle(OutboxRows outbox, Delivery delivery) throws SQLException {
        outbox.delete(delivery.acknowledged());
        outbox.refuse(delivery.refused());
        relayed.increment(delivery.acknowledged().size());
        refused.increment(delivery.refused().size());
    }

    private static void releaseWhatMayGoNow(OutboxRows outbox, Courier courier)
            throws SQLException, InterruptedException {
        for (String reason : List.of(Courier.NO_SUCH_TOPIC, Courier.NOT_PERMITTED)) {
            for (String topic : outbox.topicsRefused(reason)) {
                if (courier.isOpen(topic)) {
                    LOG.infof(
                            "Kafka takes messages for %s now: %d that were refused go on.",
                            topic, outbox.release(topic, reason));
                }
            }
        }
    }
}
