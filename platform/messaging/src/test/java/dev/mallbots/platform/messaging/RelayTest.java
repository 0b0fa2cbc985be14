package dev.mallbots.platform.messaging;

import static dev.mallbots.platform.messaging.Probe.ECHOES;
import static dev.mallbots.platform.messaging.Probe.NOTES;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import com.google.protobuf.StringValue;
import dev.mallbots.platform.service.ShutdownDeadline;
import dev.mallbots.platform.testing.Topics.Received;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** From a transaction to its topic, over a real PostgreSQL and a real Kafka. */
@QuarkusTest
class RelayTest extends ProbeTest {

    @TestHTTPResource(management = true)
    URL management;

    @Inject
    Outbox outbox;

    @Inject
    Relay relay;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Test
    void a_message_reaches_the_topic_when_its_transaction_commits() {
        publish("hello");

        Received<StringValue> echo = topics.awaitReceived(NOTES, key, StringValue.class);
        assertThat(echo.payload().getValue()).isEqualTo("hello");
        assertThat(echo.headers())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", "google.protobuf.StringValue")
                .containsEntry("ce_source", "/services/probe")
                .containsEntry("ce_subject", key.toString())
                .containsEntry("ce_sequence", "1")
                .containsEntry("content-type", "application/protobuf")
                .containsKeys("ce_id", "ce_time", "ce_dataschema");
    }

    @Test
    void fault_2_every_exception_rolls_back_effect_and_messages_and_the_process_lives() throws SQLException {
        assertThatThrownBy(() -> run(() -> probe.insert("never")
                        .chain(() -> outbox.publish(List.of(note("never"))))
                        .invoke(() -> {
                            throw new StackOverflowError("a panic");
                        })))
                .hasStackTraceContaining("a panic");

        publish("afterwards");
        topics.await(NOTES, key, StringValue.class);
        assertThat(notes(NOTES)).containsExactly("afterwards");
        assertThat(database.effects()).doesNotContain("never");
    }

    @Test
    void messages_of_one_key_arrive_in_the_order_of_their_transactions() {
        List<String> all = IntStream.range(0, 300).mapToObj(i -> "note " + i).toList();
        all.forEach(this::publish);

        await().untilAsserted(() -> assertThat(notes(NOTES)).isEqualTo(all));
        await().untilAsserted(() -> assertThat(notes(ECHOES)).isEqualTo(all));
    }

    @Test
    void fault_3_the_relay_survives_the_loss_of_its_connection_and_loses_nothing() throws SQLException {
        for (int i = 0; i < 5; i++) {
            publish("before " + i);
            database.execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted");
            publish("after " + i);
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(distinct(notes(NOTES)))
                        .containsExactly(
                                "before 0",
                                "after 0",
                                "before 1",
                                "after 1",
                                "before 2",
                                "after 2",
                                "before 3",
                                "after 3",
                                "before 4",
                                "after 4"));
        await().untilAsserted(() -> assertThat(database.count("outbox")).isZero());
    }

    @Test
    void a_frozen_relay_with_the_lock_is_terminated_by_a_waiting_one() throws Exception {
        try (Connection frozen = database.connection();
                Statement statement = frozen.createStatement()) {
            Thread freezing = Thread.startVirtualThread(() -> take(statement));
            await().until(this::waitsForTheLock);
            database.execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted");
            freezing.join();
            publish("said while the holder was frozen");

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(notes(NOTES)).containsExactly("said while the holder was frozen");
                assertThat(database.effects()).contains("said while the holder was frozen");
            });
            assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
        }
    }

    private static void take(Statement statement) {
        try {
            statement.execute("select pg_advisory_lock(0, 20030)");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private boolean waitsForTheLock() throws SQLException {
        return database.count("pg_locks where locktype = 'advisory' and not granted") == 1;
    }

    @Test
    void readiness_shows_how_far_the_relay_is_behind_and_the_service_stays_ready() throws SQLException {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> secondsBehind(equalTo(0)));
        try (Broker.Frozen frozen = Broker.freeze()) {
            publish("into the cold");
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> secondsBehind(greaterThan(0)));
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> secondsBehind(equalTo(0)));
    }

    private void secondsBehind(Matcher<Integer> expected) {
        given().get(management + "health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'outbox' }.data.secondsBehind", expected)
                .body("checks.find { it.name == 'outbox' }.data.relaysHere", equalTo(true));
    }

    @Test
    void when_the_broker_acknowledges_nothing_a_new_producer_sends_everything_again() throws Exception {
        Relay impatient = new Relay(
                Relay.sessions(url, user, password),
                kafka,
                new RelayMeters(new SimpleMeterRegistry(), Set.of()),
                Duration.ofSeconds(2),
                new ShutdownDeadline(),
                new OutboxSpans(OpenTelemetry.noop(), false));
        relay.stop(null);
        impatient.start(null);
        try {
            publish("before");
            TopicPartition partition = partitionOf(topics.awaitReceived(NOTES, key, StringValue.class));
            Set<Long> producers = Broker.producersOf(partition);
            List<String> session = session();
            try (Broker.Frozen frozen = Broker.freeze()) {
                publish("into the cold");
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> !session().isEmpty() && !session().equals(session));
            }
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(distinct(notes(NOTES))).containsExactly("before", "into the cold");
                assertThat(database.count("outbox")).isZero();
            });
            assertThat(Broker.producersOf(partition)).hasSizeGreaterThan(producers.size());
        } finally {
            impatient.stop(null);
            relay.start(null);
        }
    }

    @Test
    void only_the_relay_that_holds_the_lock_listens() throws Exception {
        Queue<Connection> sessions = new ConcurrentLinkedQueue<>();
        Relay standby = new Relay(
                seen(sessions),
                kafka,
                new RelayMeters(new SimpleMeterRegistry(), Set.of()),
                Duration.ofSeconds(30),
                new ShutdownDeadline(),
                new OutboxSpans(OpenTelemetry.noop(), false));
        standby.start(null);
        try {
            await().until(this::waitsForTheLock);
            assertThat(channels(sessions.element())).isEmpty();

            relay.stop(null);
            await().atMost(Duration.ofSeconds(20)).until(standby::isAtWork);
            await().untilAsserted(() -> assertThat(channels(sessions.element())).containsExactly("outbox"));
        } finally {
            standby.stop(null);
            relay.start(null);
        }
    }

    /** Records each session that is opened. */
    private PGSimpleDataSource seen(Queue<Connection> sessions) {
        PGSimpleDataSource database = new PGSimpleDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                sessions.add(connection);
                return connection;
            }
        };
        database.setURL(url);
        database.setUser(user);
        database.setPassword(password);
        return database;
    }

    /** The channels that this session listens to; only the session itself can query them. */
    private static List<String> channels(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet rows = statement.executeQuery("select pg_listening_channels()")) {
            List<String> channels = new ArrayList<>();
            while (rows.next()) {
                channels.add(rows.getString(1));
            }
            return channels;
        }
    }

    @Test
    void an_error_ends_an_attempt_and_never_the_relay() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Map<String, Object> broken = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Object>> entrySet() {
                if (attempts.incrementAndGet() <= 2) {
                    throw new NoClassDefFoundError("a class that can't be loaded");
                }
                return kafka.entrySet();
            }
        };
        Relay other = new Relay(
                Relay.sessions(url, user, password),
                broken,
                new RelayMeters(new SimpleMeterRegistry(), Set.of()),
                Duration.ofSeconds(30),
                new ShutdownDeadline(),
                new OutboxSpans(OpenTelemetry.noop(), false));
        relay.stop(null);
        other.start(null);
        try {
            publish("said after an error");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(notes(NOTES)).containsExactly("said after an error"));
            assertThat(other.hasEnded()).isFalse();
        } finally {
            other.stop(null);
            relay.start(null);
        }
    }

    @Test
    void the_age_of_the_outbox_is_known_when_no_relay_is_running() throws Exception {
        relay.stop(null);
        try {
            publish("nobody takes it");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(gauge("outbox.behind.seconds")).isPositive());
        } finally {
            relay.start(null);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(gauge("outbox.behind.seconds")).isZero());
    }

    @Test
    void what_waits_in_the_tables_is_counted_when_no_relay_is_running() throws Exception {
        relay.stop(null);
        try {
            publish("first");
            publish("second");
            database.execute("update outbox set refused = 'never' where id = (select max(id) from outbox)");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(gauge("outbox.waiting")).isEqualTo(2);
                assertThat(gauge("outbox.refused.waiting")).isEqualTo(1);
                assertThat(gauge("dead.letters.open"))
                        .isEqualTo(database.count("dead_letter where discarded_at is null"));
                assertThat(gauge("database.sessions")).isBetween(1.0, gauge("database.sessions.most"));
            });
        } finally {
            database.execute("update outbox set refused = null");
            relay.start(null);
        }
    }

    @Test
    void a_batch_of_large_messages_is_limited_in_bytes_and_all_arrive_in_order() throws Exception {
        List<String> large =
                IntStream.range(0, 60).mapToObj(i -> i + "x".repeat(250_000)).toList();
        relay.stop(null);
        try (Connection connection = database.connection();
                OutboxRows rows = new OutboxRows(connection)) {
            large.forEach(this::publish);

            int bytes = rows.next().stream().mapToInt(OutboxRows.Row::size).sum();
            assertThat(bytes).isBetween(OutboxRows.BATCH_BYTES - 300_000, OutboxRows.BATCH_BYTES + 300_000);
        } finally {
            relay.start(null);
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(notes(NOTES)).isEqualTo(large));
    }

    private static TopicPartition partitionOf(Received<?> message) {
        return new TopicPartition(message.topic(), message.partition());
    }

    /** Of the relay that holds the lock. */
    private List<String> session() throws SQLException {
        return database.texts("select pid from pg_locks where locktype = 'advisory' and granted");
    }

    private OutgoingMessage note(String text) {
        return OutgoingMessage.event("probe", "Note", key, 1, StringValue.of(text));
    }

    private void publish(String text) {
        publishTo(key, text);
    }

    private void publishTo(UUID aggregate, String text) {
        run(() -> outbox.publish(List.of(OutgoingMessage.event("probe", "Note", aggregate, 1, StringValue.of(text)))));
    }

    private static List<String> distinct(List<String> texts) {
        return texts.stream().distinct().toList();
    }
}
