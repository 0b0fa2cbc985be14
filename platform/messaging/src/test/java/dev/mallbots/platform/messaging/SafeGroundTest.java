package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.messaging.Finding.Weight;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The checks of Kafka and PostgreSQL at every start, and their consequences. */
@QuarkusTest
class SafeGroundTest extends ProbeTest {

    @Inject
    AgroalDataSource databases;

    @Test
    void a_topic_that_one_broker_acknowledges_is_not_safe() throws Exception {
        assertThat(askedOf("mallbots.safe.events.Lonely", Map.of()))
                .contains(Finding.unsafe(
                        "mallbots.safe.events.Lonely acknowledge what one broker alone has (min.insync.replicas below 2):"
                                + " the end of its disk loses messages"));
        assertThat(askedOf("mallbots.safe.events.Company", Map.of("min.insync.replicas", "2")))
                .extracting(Finding::weight)
                .doesNotContain(Weight.UNSAFE);
    }

    @Test
    void a_topic_that_may_be_led_by_a_broker_without_all_messages_is_not_safe() throws Exception {
        assertThat(askedOf(
                        "mallbots.safe.commands",
                        Map.of("min.insync.replicas", "2", "unclean.leader.election.enable", "true")))
                .anySatisfy(finding -> {
                    assertThat(finding.weight()).isEqualTo(Weight.UNSAFE);
                    assertThat(finding.sentence())
                            .contains("mallbots.safe.commands let a broker lead", "unclean.leader.election.enable");
                });
    }

    @Test
    void a_topic_of_events_without_full_history_is_not_safe_and_one_of_commands_is() throws Exception {
        Map<String, String> aWeek = Map.of("min.insync.replicas", "2", "retention.ms", "604800000");
        assertThat(askedOf("mallbots.safe.events.Forgetful", aWeek))
                .anySatisfy(finding -> assertThat(finding.sentence())
                        .contains("mallbots.safe.events.Forgetful do not keep their history for ever"));
        assertThat(askedOf("mallbots.safer.commands", aWeek))
                .extracting(Finding::weight)
                .doesNotContain(Weight.UNSAFE);
    }

    @Test
    void a_missing_topic_is_left_out() throws Exception {
        try (Admin admin = admin()) {
            assertThat(BrokerQuestions.ask(admin, List.of("mallbots.safe.events.Later")))
                    .extracting(Finding::weight)
                    .doesNotContain(Weight.UNSAFE, Weight.NOT_ASKED);
        }
    }

    @Test
    void a_database_that_confirms_a_commit_before_writing_it_is_not_safe() throws SQLException {
        try (Connection connection = databases.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(DatabaseQuestions.ask(connection))
                    .extracting(Finding::weight)
                    .containsExactly(Weight.WEAK);

            connection.setAutoCommit(false);
            statement.execute("set local synchronous_commit = off");
            assertThat(DatabaseQuestions.ask(connection))
                    .contains(
                            Finding.unsafe(
                                    "PostgreSQL runs with synchronous_commit = off: a crash of its machine loses what it has committed"));
            connection.rollback();
        }
    }

    @Test
    void only_production_refuses_and_only_unsafe_settings() {
        List<Finding> unsafe = List.of(Finding.weak("a"), Finding.unsafe("b"));
        List<Finding> bearable = List.of(Finding.weak("a"), Finding.notAsked("c"));

        assertThat(SafeGround.isRefused(unsafe, true)).isTrue();
        assertThat(SafeGround.isRefused(unsafe, false)).isFalse();
        assertThat(SafeGround.isRefused(bearable, true)).isFalse();
    }

    private static List<Finding> askedOf(String topic, Map<String, String> settings)
            throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(settings)))
                    .all()
                    .get();
            return BrokerQuestions.ask(admin, List.of(topic));
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers", ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)));
    }
}
