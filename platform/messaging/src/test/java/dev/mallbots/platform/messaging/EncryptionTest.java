package dev.mallbots.platform.messaging;

import static dev.mallbots.platform.messaging.Probe.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mallbots.platform.service.ShutdownDeadline;
import dev.mallbots.platform.testing.Authority;
import dev.mallbots.platform.testing.MallResource;
import dev.mallbots.platform.testing.WithMall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that takes nobody without TLS, and a Kafka with TLS and SCRAM: whom a service trusts, and what it says when it does not. */
@QuarkusTest
@WithTestResource(GuardedBroker.class)
@WithMall(kafka = false, encryptedFor = "probe")
class EncryptionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    ProbeDatabase database;

    @Inject
    DatabaseSessions sessions;

    @Inject
    Vertx vertx;

    @Inject
    Relay relay;

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String jdbc;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String reactive;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    // the default is for the module's other tests: Quarkus checks the settings of this class for them too
    @ConfigProperty(name = "MALLBOTS_DB_CA", defaultValue = "none")
    String authority;

    @ConfigProperty(name = MallResource.SUPERUSER_PASSWORD)
    String superuser;

    @Test
    void every_connection_of_a_service_is_encrypted() throws SQLException {
        await().atMost(PATIENCE).until(relay::isAtWork);

        assertThat(
                        database.texts(
                                "select distinct ssl::text from pg_stat_ssl join pg_stat_activity using (pid) where datname = current_database()"))
                .containsExactly("true");
        assertThat(database.count("pg_stat_activity where application_name = 'outbox-relay'"))
                .isOne();
    }

    @Test
    void a_connection_that_listens_is_encrypted_and_hears() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        PgSubscriber subscriber = PgSubscriber.subscriber(vertx, sessions.options("a-listener"));
        subscriber.channel("encryption").handler(heard::add);
        subscriber.connect().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);

        database.execute("notify encryption, 'a word'");

        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("a word");
        subscriber.close();
    }

    @Test
    void a_database_of_another_authority_ends_the_start_with_the_setting_to_look_at() {
        assertThatThrownBy(() -> check(jdbc.replace(
                        encoded(authority), encoded(anotherAuthority().toString()))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MALLBOTS_DB_CA");
    }

    @Test
    void a_certificate_for_another_host_ends_the_start_with_the_setting_to_look_at() {
        assertThatThrownBy(() -> check(jdbc.replace("127.0.0.1", "localhost")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("MALLBOTS_DB_HOST")
                .hasMessageContaining("localhost");
    }

    @Test
    void a_service_without_an_authority_is_told_to_name_one_where_only_encrypted_connections_are_taken() {
        assertThatThrownBy(() -> check(jdbc.replaceFirst("[?].*", "?sslmode=disable")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no encryption")
                .hasMessageContaining("MALLBOTS_DB_CA");
    }

    @Test
    void a_database_that_is_away_is_waited_for() {
        check("jdbc:postgresql://127.0.0.1:1/nowhere?sslmode=disable");
    }

    @Test
    void a_connection_that_listens_trusts_no_other_authority_and_no_other_host() {
        assertThatThrownBy(() -> connect(reactive, anotherAuthority().toString()))
                .hasMessageContaining("SSL handshake failed");
        assertThatThrownBy(() -> connect(reactive.replace("127.0.0.1", "localhost"), authority))
                .hasMessageContaining("SSL handshake failed");
        assertThatThrownBy(() -> connect(reactive, null)).hasMessageContaining("no encryption");
    }

    @Test
    void an_instance_that_kafka_never_let_in_says_why_and_is_not_ready() throws Exception {
        assertThat(refusal(GuardedBroker.settings("wrong"))).contains("invalid credentials");
        assertThat(refusal(GuardedBroker.settings(GuardedBroker.PASSWORD, anotherAuthority())))
                .contains("unable to find valid certification path");
    }

    @Test
    void an_instance_that_kafka_let_in_once_and_one_that_has_not_reached_kafka_stay_ready() throws Exception {
        KafkaAdmission admission = new KafkaAdmission();
        ask(admission, Map.of("bootstrap.servers", "127.0.0.1:1"));
        assertThat(admission.call().getStatus()).isEqualTo(Status.UP);

        assertThat(ask(admission, kafka)).isTrue();
        ask(admission, GuardedBroker.settings("wrong"));
        assertThat(admission.call().getStatus()).isEqualTo(Status.UP);
        assertThat(admission.call().getData().orElseThrow()).containsKey("refusal");
    }

    @Test
    void a_relay_that_waits_for_one_of_another_role_says_so() throws Exception {
        relay.stop(null);
        List<String> said = new java.util.concurrent.CopyOnWriteArrayList<>();
        Handler listener = listening(said);
        Logger.getLogger(Relay.class.getName()).addHandler(listener);
        Relay waiting = new Relay(
                Relay.sessions(jdbc, user, password),
                kafka,
                new RelayMeters(new SimpleMeterRegistry(), Set.of()),
                Duration.ofSeconds(30),
                new ShutdownDeadline(),
                new OutboxSpans(OpenTelemetry.noop(), false));
        try (Connection other = Relay.sessions(jdbc, "postgres", superuser).getConnection();
                var statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(0, 20030)");
            waiting.start(null);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(said)
                            .anySatisfy(line -> assertThat(line).contains("role postgres", "MALLBOTS_DB_USER")));
        } finally {
            waiting.stop(null);
            Logger.getLogger(Relay.class.getName()).removeHandler(listener);
            relay.start(null);
        }
    }

    private void check(String url) {
        new TrustedDatabase(url, user, password).check();
    }

    private void connect(String url, String trusted) throws Exception {
        PgConnectOptions options =
                new DatabaseSessions(url, user, password, Optional.ofNullable(trusted)).options("refused");
        PgConnection.connect(vertx, options)
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    /** What the readiness of an instance with these settings says. */
    private String refusal(Map<String, Object> settings) throws InterruptedException {
        KafkaAdmission admission = new KafkaAdmission();
        assertThat(ask(admission, settings)).isFalse();
        assertThat(admission.call().getStatus()).isEqualTo(Status.DOWN);
        return admission.call().getData().orElseThrow().get("refusal").toString();
    }

    private boolean ask(KafkaAdmission admission, Map<String, Object> settings) throws InterruptedException {
        return new SafeGround(jdbc, user, password, settings, Optional.of(List.of(NOTES)), "development", admission)
                .hasAnswered();
    }

    private static Path anotherAuthority() {
        return new Authority(Path.of("target", "another-authority").toAbsolutePath()).certificate();
    }

    private static String encoded(String file) {
        return java.net.URLEncoder.encode(file, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Handler listening(List<String> said) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line.getMessage().formatted(line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
