package dev.mallbots.platform.messaging;

import static dev.mallbots.platform.messaging.Probe.ECHOES;
import static dev.mallbots.platform.messaging.Probe.NOTES;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.service.ShutdownDeadline;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.Topics.Received;
import dev.mallbots.platform.testing.WithMall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An operation without permission fails, loses nothing, is reported, waits, and continues once it is permitted. */
@QuarkusTest
@WithTestResource(GuardedBroker.class)
@WithMall(kafka = false, encryptedFor = "probe")
class PermissionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static Topics topics;

    @TestHTTPResource(management = true)
    URL management;

    @Inject
    Transactions transactions;

    @Inject
    ProbeDatabase database;

    @Inject
    Outbox outbox;

    @Inject
    Relay relay;

    @Inject
    Backlog backlog;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private final UUID key = Ids.next();
    private Relay other;

    @BeforeAll
    static void connect() {
        topics = new Topics(GuardedBroker.adminSettings());
    }

    @AfterAll
    static void disconnect() {
        topics.close();
    }

    @AfterEach
    void remove_all_permissions() throws SQLException {
        GuardedBroker.forbidEverything();
        database.execute("delete from outbox");
    }

    @Test
    void a_message_for_a_topic_of_another_service_stays_with_the_reason_and_the_others_go_on() throws SQLException {
        GuardedBroker.permit(AclOperation.WRITE, ECHOES);
        publish("Note", "1");
        publish("Note", "2");
        publish("Echo", "heard");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notes(ECHOES)).containsExactly("heard"));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(reasons()).contains("Kafka does not permit this service to write there"));
        assertThat(notes(NOTES)).isEmpty();

        GuardedBroker.permit(AclOperation.WRITE, NOTES);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notes(NOTES)).containsExactly("1", "2"));
        await().untilAsserted(() -> assertThat(database.count("outbox")).isZero());
    }

    @Test
    void a_revoked_permission_holds_messages_back_until_it_is_granted_again() {
        GuardedBroker.permit(AclOperation.WRITE, NOTES, ECHOES);
        publish("Note", "1");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notes(NOTES)).containsExactly("1"));

        GuardedBroker.forbidEverything();
        GuardedBroker.permit(AclOperation.WRITE, ECHOES);
        publish("Note", "2");
        publish("Note", "3");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(reasons()).isNotEmpty());
        publish("Echo", "heard");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notes(ECHOES)).containsExactly("heard"));

        GuardedBroker.permit(AclOperation.WRITE, NOTES);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notes(NOTES)).containsExactly("1", "2", "3"));
    }

    @Test
    void a_service_without_any_write_permission_continues_once_it_is_granted() throws Exception {
        // a producer gets no id then
        GuardedBroker.permit(AclOperation.DESCRIBE, NOTES);
        relaying(GuardedBroker.settings(GuardedBroker.PASSWORD), () -> {
            waitsUnrefused("1");
            GuardedBroker.permit(AclOperation.WRITE, NOTES);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(notes(NOTES)).containsExactly("1"));
        });
    }

    @Test
    void a_relay_that_can_not_authenticate_loses_nothing() throws Exception {
        GuardedBroker.permit(AclOperation.WRITE, NOTES);

        relaying(GuardedBroker.settings("wrong"), () -> waitsUnrefused("1"));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notes(NOTES)).containsExactly("1"));
    }

    @Test
    void settings_that_a_service_may_not_read_are_reported_and_the_others_are_checked() throws Exception {
        GuardedBroker.permit(AclOperation.READ, NOTES);
        try (Admin admin = Admin.create(GuardedBroker.settings(GuardedBroker.PASSWORD))) {
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(BrokerQuestions.ask(admin, List.of(NOTES, ECHOES)))
                                    .extracting(Finding::sentence)
                                    .contains(
                                            "Kafka does not permit this service to ask how many replicas %s have"
                                                    .formatted(ECHOES),
                                            "Kafka does not permit this service to ask how %s are configured"
                                                    .formatted(NOTES),
                                            "Kafka does not permit this service to ask how long brokers keep offsets (offsets.retention.minutes)"));

            GuardedBroker.permit(AclOperation.DESCRIBE_CONFIGS, NOTES);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(BrokerQuestions.ask(admin, List.of(NOTES)))
                            .extracting(Finding::weight)
                            .contains(Finding.Weight.UNSAFE));
        }
    }

    @Test
    void a_consumer_without_read_permission_retries_and_handles_its_messages_once_it_is_granted() throws SQLException {
        GuardedBroker.permit(AclOperation.WRITE, NOTES, ECHOES);
        publish("Note", "said before");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notes(NOTES)).containsExactly("said before"));
        given().get(management + "health/live").then().statusCode(200);
        assertThat(database.effects()).isEmpty();

        GuardedBroker.permit(AclOperation.READ, NOTES, Probe.COMMANDS);
        GuardedBroker.permitGroup();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.effects()).contains("said before"));

        GuardedBroker.forbidEverything();
        GuardedBroker.permit(AclOperation.WRITE, NOTES, ECHOES);
        publish("Note", "said while it may not");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notes(NOTES)).contains("said while it may not"));
        GuardedBroker.permit(AclOperation.READ, NOTES, Probe.COMMANDS);
        GuardedBroker.permitGroup();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.effects()).contains("said while it may not"));
    }

    private interface Doing {
        void run() throws Exception;
    }

    /** By another relay than the service's. */
    private void relaying(Map<String, Object> kafka, Doing doing) throws Exception {
        other = new Relay(
                Relay.sessions(url, user, password),
                kafka,
                new RelayMeters(new SimpleMeterRegistry(), Set.of()),
                Duration.ofSeconds(30),
                new ShutdownDeadline(),
                new OutboxSpans(OpenTelemetry.noop(), false));
        relay.stop(null);
        other.start(null);
        try {
            doing.run();
        } finally {
            other.stop(null);
            relay.start(null);
        }
    }

    private void waitsUnrefused(String text) throws SQLException {
        publish("Note", text);
        await().atMost(PATIENCE)
                .until(() -> backlog.behind().orElse(Duration.ZERO).toSeconds() > 1);
        assertThat(reasons()).isEmpty();
        assertThat(database.count("outbox")).isOne();
    }

    private void publish(String aggregate, String text) {
        transactions
                .inNew(() -> outbox.publish(
                        List.of(OutgoingMessage.event("probe", aggregate, key, 1, StringValue.of(text)))))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private List<String> notes(String topic) {
        return topics.all(topic, key, StringValue.class).stream()
                .map(Received::payload)
                .map(StringValue::getValue)
                .toList();
    }

    private List<String> reasons() throws SQLException {
        return database.texts("select refused from outbox where refused is not null order by id");
    }
}
