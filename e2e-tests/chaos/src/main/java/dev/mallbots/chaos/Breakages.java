package dev.mallbots.chaos;

import dev.mallbots.chaos.Pager.Alert;
import dev.mallbots.deployments.Deployment;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What can be wrong with a mall on one machine, each with the alerts that must tell. */
final class Breakages {

    /** May fail. */
    interface Action {
        void run() throws Exception;
    }

    /**
     * @param what the fault, for the report
     * @param alerts those that must fire after {@code strike}, and must end after {@code mend}
     */
    record Breakage(String what, Set<Alert> alerts, Action strike, Action mend) {}

    /** The instances that a breakage freezes. */
    static final List<String> FROZEN = List.of("stores-2", "kafka", "postgres");

    private static final String NOWHERE = "mallbots.nowhere.events.Nothing";
    private static final byte[] CUT_OFF = {0x0a, 0x7f};
    private static final int MANY = 5000;

    private static final String HOLDER = """
            select l.pid from pg_locks l where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid = 20030
              and l.database = (select oid from pg_database where datname = current_database())""";

    private final Deployment deployment;
    private final Databases databases;
    private final Operators operators;
    private final List<Connection> sessions = new ArrayList<>();
    private Connection relayLock;
    private Connection tableLock;

    Breakages(Deployment deployment, Databases databases, Operators operators) {
        this.deployment = deployment;
        this.databases = databases;
        this.operators = operators;
    }

    /** One part of a mall that otherwise works. They do not disturb each other. */
    List<Breakage> ofOnePart() {
        return List.of(
                new Breakage(
                        "a message that nobody can read",
                        Set.of(new Alert("DeadLetters", "search")),
                        this::publishRubbish,
                        operators::lookAfterDeadLetters),
                new Breakage(
                        "a message for a topic that Kafka does not have",
                        Set.of(new Alert("MessagesRefusedByKafka", "customers")),
                        () -> databases.execute(
                                "customers",
                                "insert into outbox (topic, key, headers, payload) values ('%s', 'k', '{}', '')"
                                        .formatted(NOWHERE)),
                        () -> databases.execute(
                                "customers", "delete from outbox where topic = '%s'".formatted(NOWHERE))),
                new Breakage(
                        "a relay that does not get its lock",
                        Set.of(new Alert("RelayNotAtWork", "payments")),
                        this::takeRelayLock,
                        () -> relayLock.close()),
                new Breakage(
                        "a saga that can't undo a step",
                        Set.of(new Alert("SagasStuck", "order-saga")),
                        () -> databases.execute("order-saga", """
                                update saga set state = 'COMPENSATING', stuck_since = now(), deadline = null
                                where id = (select id from saga where state = 'COMPLETED' limit 1)"""),
                        () -> databases.execute(
                                "order-saga",
                                "update saga set state = 'COMPLETED', stuck_since = null where stuck_since is not null")),
                new Breakage(
                        "an instance that is frozen beside another one",
                        Set.of(new Alert("InstanceSilent", "")),
                        () -> deployment.freeze("stores-2"),
                        () -> deployment.resume("stores-2")),
                new Breakage(
                        "a consumer that tries one message for ever, while thousands wait",
                        Set.of(
                                new Alert("OffsetFrozen", "notifications"),
                                new Alert("ConsumerStopped", "notifications")),
                        this::lockContacts,
                        () -> tableLock.close()));
    }

    /** Orders wait for it, and for minutes nobody need be called. */
    Breakage ofTheDepot() {
        return new Breakage(
                "a service without an instance",
                Set.of(new Alert("ServiceDown", "depot"), new Alert("SagasDelayed", "order-saga")),
                () -> deployment.kill("depot"),
                () -> deployment.launch("depot"));
    }

    Breakage ofKafka() {
        return new Breakage(
                "Kafka gives no answer, and PostgreSQL has few sessions left",
                Set.of(new Alert("OutboxBehind", "customers"), new Alert("DatabaseSessionsNearLimit", "")),
                () -> {
                    deployment.freeze("kafka");
                    takeSessions();
                },
                () -> {
                    for (Connection session : sessions) {
                        session.close();
                    }
                    deployment.resume("kafka");
                });
    }

    Breakage ofPostgres() {
        return new Breakage(
                "PostgreSQL gives no answer",
                Set.of(new Alert("DatabaseUnreachable", "ordering")),
                () -> deployment.freeze("postgres"),
                () -> deployment.resume("postgres"));
    }

    private void publishRubbish() {
        publish(List.of(record("mallbots.payments.events.Payment", "mallbots.payments.v1.PaymentAuthorized")));
    }

    /** The messages behind the blocked one are of a type that the service ignores, so that they are over at once afterwards. */
    private void lockContacts() throws SQLException {
        tableLock = deployment.database("notifications");
        tableLock.setAutoCommit(false);
        try (Statement statement = tableLock.createStatement()) {
            statement.execute("lock table contacts in access exclusive mode");
        }
        // by now a customer has registered, whose message is the blocked one
        Caller.sleep(Duration.ofSeconds(10));
        List<ProducerRecord<String, byte[]>> ignored = new ArrayList<>();
        for (int number = 0; number < MANY; number++) {
            ignored.add(record("mallbots.customers.events.Customer", "mallbots.future.v1.SomethingNew"));
        }
        publish(ignored);
    }

    private void publish(List<ProducerRecord<String, byte[]>> records) {
        try (var producer = new KafkaProducer<>(
                deployment.kafkaSettings(Map.of("acks", "all")), new StringSerializer(), new ByteArraySerializer())) {
            records.forEach(producer::send);
        }
    }

    private static ProducerRecord<String, byte[]> record(String topic, String type) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, UUID.randomUUID().toString(), CUT_OFF);
        Map.of(
                        "ce_id",
                        UUID.randomUUID().toString(),
                        "ce_type",
                        type,
                        "ce_source",
                        "/chaos",
                        Said.OURS,
                        Said.Kind.BROKEN.name())
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    /** It waits in the queue for the lock, then the holder's session ends. */
    private void takeRelayLock() throws Exception {
        relayLock = deployment.database("payments");
        CompletableFuture<Void> taken = CompletableFuture.runAsync(() -> {
            try (Statement statement = relayLock.createStatement()) {
                statement.execute("select pg_advisory_lock(0, 20030)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        while (!taken.isDone()) {
            Caller.sleep(Duration.ofSeconds(1));
            databases.query(
                    "payments",
                    "select pg_terminate_backend(pid) from (%s) holder where pid <> %d"
                            .formatted(HOLDER, pidOf(relayLock)),
                    row -> row.getBoolean(1));
        }
        taken.join();
    }

    private static int pidOf(Connection connection) throws SQLException {
        return connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }

    private void takeSessions() throws SQLException {
        try (Connection connection = deployment.database("customers");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('max_connections')::int * 85 / 100 - count(*) from pg_stat_activity where backend_type = 'client backend'")) {
            row.next();
            for (int more = row.getInt(1); more > 0; more--) {
                sessions.add(deployment.database("customers"));
            }
        }
    }
}
