package dev.mallbots.platform.messaging;

import dev.mallbots.platform.messaging.Courier.Delivery;
import dev.mallbots.platform.messaging.OutboxRows.Row;
import dev.mallbots.platform.service.ShutdownDeadline;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Sends the outbox to Kafka. One instance per database is active, the holder of the advisory lock. The others wait for the lock inside
 * PostgreSQL, and one of them gets it as soon as the holder's connection ends. Only the holder listens for the notifications of commits; a
 * time-out is the fallback. Waiting instances terminate a holder that has been silent to the database for 15 seconds.
 *
 * <p>Guarantees: a row is deleted after the broker has acknowledged it, never before, so each message arrives at least once; messages of
 * one key arrive in the order in which they were written. A message that the broker permanently rejects stays, with the reason, and blocks
 * only those of its own key. A message for a missing topic, or for one that this service may not write, is rejected too, and is sent within
 * seconds of the topic's creation or of the permission. Any other exception ends the current attempt, never the relay. For the largest
 * message with these guarantees see {@link Courier}, for the limits of a batch {@link OutboxRows}.
 *
 * <p>It is a plain thread with blocking calls, because its work is sequential and such code is the easiest to verify.
 */
@ApplicationScoped
public class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final int SOCKET_TIMEOUT_SECONDS = 30;
    private static final Duration SAFETY_NET = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LOOK_FOR_TOPICS = Duration.ofSeconds(10);

    /**
     * After this time a new producer sends every unacknowledged message again: the old producer may never recover from a broker's crash.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LAST_WORK = Duration.ofSeconds(5);

    /** The two keys of the advisory lock, chosen freely. */
    private static final int LOCK_CLASS = 0;

    private static final int LOCK_ID = 20_030;

    private static final String TAKE_LOCK = "select pg_advisory_lock(%d, %d)".formatted(LOCK_CLASS, LOCK_ID);

    /** An active relay accesses the database at least every few seconds; a silent one is stopped, frozen or cut off. */
    private static final String END_SILENT_HOLDER = """
            select pg_terminate_backend(a.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.classid = %d and l.objid = %d and a.datname = current_database()
              and l.database = a.datid and a.state_change < clock_timestamp() - interval '15 s'
            """.formatted(LOCK_CLASS, LOCK_ID);

    /** Of another role's session PostgreSQL neither tells how long it has been silent, nor lets anybody end it. */
    private static final String ROLE_OF_HOLDER = """
            select a.usename from pg_locks l join pg_stat_activity a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.classid = %d and l.objid = %d and a.datname = current_database()
              and l.database = a.datid and a.usename <> current_user
            """.formatted(LOCK_CLASS, LOCK_ID);

    private final DataSource database;
    private final Map<String, Object> kafka;
    private final Duration patience;
    private final ShutdownDeadline deadline;
    private final OutboxSpans spans;
    private final RelayMeters meters;
    private volatile Thread thread;
    private volatile boolean atWork;
    private boolean hasWarned;

    @Inject
    Relay(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            RelayMeters meters,
            ShutdownDeadline deadline,
            OutboxSpans spans) {
        this(sessions(url, user, password), kafka, meters, PATIENCE, deadline, spans);
    }

    Relay(
            DataSource database,
            Map<String, Object> kafka,
            RelayMeters meters,
            Duration patience,
            ShutdownDeadline deadline,
            OutboxSpans spans) {
        this.database = database;
        this.kafka = kafka;
        this.patience = patience;
        this.deadline = deadline;
        this.spans = spans;
        this.meters = meters;
        meters.watch(this);
    }

    /** Dedicated sessions, not from a pool: the lock and the LISTEN last as long as their session. */
    static PGSimpleDataSource sessions(String url, String user, String password) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(url);
        database.setUser(user);
        database.setPassword(password);
        database.setApplicationName("outbox-relay");
        database.setTcpKeepAlive(true);
        database.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
        return database;
    }

    void start(@Observes StartupEvent started) {
        thread = Thread.ofPlatform().name("outbox-relay").daemon().unstarted(this::run);
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        Thread running = thread;
        thread = null;
        running.interrupt();
        running.join(deadline.left(LAST_WORK));
    }

    /** Whether this instance's relay is the active one. */
    public boolean isAtWork() {
        return atWork;
    }

    /**
     * Whether the relay has ended permanently without being stopped; false while it is active, waits for the lock, or is about to restart.
     */
    boolean hasEnded() {
        Thread running = thread;
        return running != null && !running.isAlive();
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        while (isWanted()) {
            Instant begun = Instant.now();
            try {
                relay();
            } catch (Throwable e) {
                // Errors too: otherwise the end of a relay is not noticed until the outbox is full
                if (!isWanted()) {
                    return;
                }
                // only stop() interrupts it deliberately
                Thread.interrupted();
                if (Instant.now().isAfter(begun.plus(LONGEST_PAUSE))) {
                    pause = SHORTEST_PAUSE;
                }
                LOG.warnf("The relay was interrupted and starts again in %d ms: %s", pause.toMillis(), e);
                pause = sleepAndGrow(pause);
            }
        }
    }

    private void relay() throws SQLException, InterruptedException {
        try (Connection connection = database.getConnection();
                Courier courier = new Courier(kafka, patience)) {
            becomeTheOne(connection);
            drainForEver(connection, courier);
        } finally {
            atWork = false;
        }
    }

    private boolean isWanted() {
        return thread == Thread.currentThread();
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
            // because of deleted rows before a vacuum, PostgreSQL would prefer a scan of the table: the index finds the
            // first row directly
            statement.execute("set enable_seqscan = off");
            // no wait for the disk: if a crash undoes the deletion, the message is sent again, as it may be anyway
            statement.execute("set synchronous_commit = off");
            while (!holdsLock(statement)) {
                if (!isWanted()) {
                    throw new InterruptedException();
                }
                statement.execute(END_SILENT_HOLDER);
                warnOfAnotherRole(statement);
            }
            // not earlier: a session that listens and does not read keeps every notification in memory
            statement.execute("listen outbox");
        }
        atWork = true;
        LOG.debug("This instance relays the outbox now");
    }

    private void warnOfAnotherRole(Statement statement) throws SQLException {
        try (ResultSet holder = statement.executeQuery(ROLE_OF_HOLDER)) {
            if (holder.next() && !hasWarned) {
                hasWarned = true;
                LOG.warnf(
                        "The relay at work has the database role %s, which is not this instance's. If it freezes, no other relay can take over until its connection ends."
                                + " Give all instances of a service one role (MALLBOTS_DB_USER).",
                        holder.getString(1));
            }
        }
    }

    /** Waits inside PostgreSQL until the time-out at most, so that a shutdown or a silent holder is noticed. */
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
            List<Row> rows = outbox.next();
            while (isWanted()) {
                if (Instant.now().isAfter(lookForTopics)) {
                    releaseWhatMayGoNow(outbox, courier);
                    lookForTopics = Instant.now().plus(LOOK_FOR_TOPICS);
                }
                if (rows.isEmpty()) {
                    // what was committed after the last select has left a notification
                    wakeUps.getNotifications((int) SAFETY_NET.toMillis());
                    rows = outbox.next();
                } else {
                    long begun = System.nanoTime();
                    Delivery delivered = courier.deliver(rows, outbox::giveSignOfLife);
                    meters.delivered(begun);
                    rows = settle(outbox, delivered);
                }
            }
        }
    }

    /** @return the next rows */
    private List<Row> settle(OutboxRows outbox, Delivery delivery) throws SQLException {
        outbox.refuse(delivery.refused());
        List<Row> next = outbox.nextAfterDeleting(delivery.acknowledged());
        meters.relayed(delivery.acknowledged());
        spans.acknowledged(delivery.acknowledged());
        meters.refused(delivery.refused().size());
        delivery.failure().ifPresent(failure -> {
            throw failure;
        });
        return next;
    }

    private static void releaseWhatMayGoNow(OutboxRows outbox, Courier courier)
            throws SQLException, InterruptedException {
        for (String reason : List.of(Courier.NO_SUCH_TOPIC, Courier.NOT_PERMITTED)) {
            for (String topic : outbox.topicsRefused(reason)) {
                outbox.giveSignOfLife();
                if (courier.isOpen(topic)) {
                    LOG.infof(
                            "Kafka takes messages for %s now: %d that were refused go on.",
                            topic, outbox.release(topic, reason));
                }
            }
        }
    }
}
