package dev.mallbots.platform.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
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
 * with the reason, and holds back only those of its own key. Any other error ends this attempt, never the relay.
 *
 * <p>It is a plain thread with blocking calls: its work is one sequence, and a sequence is easiest to trust when it reads
 * like one.
 */
@ApplicationScoped
public class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final int BATCH = 1000;
    private static final int SOCKET_TIMEOUT_SECONDS = 30;
    private static final Duration SAFETY_NET = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

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

    private static final String NEXT = """
            select o.id, o.topic, o.key, o.headers, o.payload, o.created_at from outbox o
            where o.refused is null and not exists (
                select from outbox r
                where r.refused is not null and r.topic = o.topic and r.key = o.key and r.id < o.id)
            order by o.id limit %d
            """.formatted(BATCH);

    private record Row(long id, ProducerRecord<String, byte[]> message, Instant written) {

        /** Messages of one lane keep their order. */
        String lane() {
            return message.topic() + '/' + message.key();
        }
    }

    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final Map<String, Object> kafka;
    private final Counter relayed;
    private final Counter refused;
    private volatile Thread thread;
    private volatile boolean atWork;

    /** When the oldest message was written that is not yet acknowledged; null when all are. */
    private volatile Instant waitingSince;

    Relay(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry metrics) {
        // A session of its own and not one of a pool's: the lock and the LISTEN live exactly as long as it does.
        database.setURL(url);
        database.setUser(user);
        database.setPassword(password);
        database.setApplicationName("outbox-relay");
        database.setTcpKeepAlive(true);
        database.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
        this.kafka = kafka;
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
        Duration pause = Duration.ofMillis(100);
        while (isWanted()) {
            try (Connection connection = database.getConnection();
                    Producer<String, byte[]> producer = newProducer()) {
                try {
                    becomeTheOne(connection);
                    pause = Duration.ofMillis(100);
                    drainForEver(connection, producer);
                } finally {
                    atWork = false;
                    abandon(producer);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception e) {
                if (!isWanted()) {
                    return;
                }
                LOG.warnf("The relay was interrupted and starts again in %d ms: %s", pause.toMillis(), e.getMessage());
                pause = sleepAndGrow(pause);
            }
        }
    }

    /** What is still in flight belongs to rows that are still there; the next holder sends them again. */
    private static void abandon(Producer<String, byte[]> producer) {
        boolean interrupted = Thread.interrupted();
        producer.close(Duration.ZERO);
        if (interrupted) {
            Thread.currentThread().interrupt();
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

    private void drainForEver(Connection connection, Producer<String, byte[]> producer)
            throws SQLException, InterruptedException {
        PGConnection wakeUps = connection.unwrap(PGConnection.class);
        try (PreparedStatement next = connection.prepareStatement(NEXT);
                PreparedStatement done = connection.prepareStatement("delete from outbox where id = any(?)")) {
            while (isWanted()) {
                List<Row> rows = read(next);
                waitingSince = rows.isEmpty() ? null : rows.getFirst().written();
                if (rows.isEmpty()) {
                    wakeUps.getNotifications((int) SAFETY_NET.toMillis());
                } else {
                    delete(connection, done, send(connection, producer, rows));
                }
            }
        }
    }

    private static List<Row> read(PreparedStatement next) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = next.executeQuery()) {
            while (result.next()) {
                ProducerRecord<String, byte[]> message =
                        new ProducerRecord<>(result.getString(2), result.getString(3), result.getBytes(5));
                new JsonObject(result.getString(4))
                        .forEach(header -> message.headers()
                                .add(
                                        header.getKey(),
                                        header.getValue().toString().getBytes(StandardCharsets.UTF_8)));
                rows.add(new Row(
                        result.getLong(1),
                        message,
                        result.getObject(6, OffsetDateTime.class).toInstant()));
            }
        }
        return rows;
    }

    /** @return ids of the rows that the broker has acknowledged, all of them unless it refused one */
    private List<Long> send(Connection connection, Producer<String, byte[]> producer, List<Row> rows)
            throws SQLException, InterruptedException {
        Map<Row, Future<RecordMetadata>> sent = new LinkedHashMap<>();
        Set<String> heldBack = new HashSet<>();
        for (Row row : rows) {
            if (!heldBack.contains(row.lane())) {
                Future<RecordMetadata> outcome = producer.send(row.message());
                if (outcome.state() == Future.State.FAILED) {
                    // nothing may be sent after it: what comes later would overtake it
                    refuseOrFail(connection, row, outcome.exceptionNow());
                    heldBack.add(row.lane());
                } else {
                    sent.put(row, outcome);
                }
            }
        }
        // all that there is has been said, so nothing need linger; not here, as it returns only when Kafka has answered
        Thread.startVirtualThread(producer::flush);
        Instant giveUp = Instant.now().plus(PATIENCE);
        List<Long> acknowledged = new ArrayList<>(sent.size());
        for (var entry : sent.entrySet()) {
            try {
                awaitAcknowledgement(connection, entry.getValue(), giveUp);
                acknowledged.add(entry.getKey().id());
            } catch (ExecutionException e) {
                refuseOrFail(connection, entry.getKey(), e.getCause());
            }
        }
        return acknowledged;
    }

    private void refuseOrFail(Connection connection, Row row, Throwable failure) throws SQLException {
        if (!isRefusal(failure)) {
            throw new IllegalStateException("Kafka did not take a message: " + failure.getMessage(), failure);
        }
        refuse(connection, row, failure);
    }

    /** Meanwhile it shows that this relay lives, and notices when the lock is lost. */
    private static void awaitAcknowledgement(Connection connection, Future<RecordMetadata> sent, Instant giveUp)
            throws SQLException, InterruptedException, ExecutionException {
        while (true) {
            try {
                sent.get(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (Instant.now().isAfter(giveUp)) {
                    throw new IllegalStateException("Kafka has acknowledged nothing for " + PATIENCE);
                }
                try (Statement statement = connection.createStatement()) {
                    statement.execute("select 1");
                }
            }
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof InvalidTopicException
                || failure instanceof AuthorizationException;
    }

    private void refuse(Connection connection, Row row, Throwable reason) throws SQLException {
        LOG.errorf(
                "Kafka refuses message %d for %s, key %s: %s. It stays in the outbox, and those of its key wait behind it.",
                row.id(), row.message().topic(), row.message().key(), reason.getMessage());
        refused.increment();
        try (PreparedStatement mark = connection.prepareStatement("update outbox set refused = ? where id = ?")) {
            mark.setString(1, reason.toString());
            mark.setLong(2, row.id());
            mark.executeUpdate();
        }
    }

    private void delete(Connection connection, PreparedStatement done, List<Long> ids) throws SQLException {
        done.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
        done.executeUpdate();
        relayed.increment(ids.size());
    }

    private Producer<String, byte[]> newProducer() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // rows that are sent together travel together: a request for each costs the broker ten times what the row does
        config.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        // A record that expired could be overtaken by a later one of its key: rather wait for Kafka, however long it is
        // away.
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }
}
