package dev.mallbots.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Alive: the process makes progress. Ready: it can answer. Started: it has migrated, and listens. */
@Tag("starts-processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProbesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String WAITING = "select count(*) from outbox";

    private Servers servers;
    private PackagedService service;

    @BeforeEach
    void open() {
        servers = new Servers();
        Map<String, String> environment = servers.environment();
        environment.put("MALLBOTS_MODE", "development");
        environment.put("MALLBOTS_AUTH", "off");
        service = new PackagedService(environment);
        await().atMost(PATIENCE).until(() -> service.probe("ready") == 200);
    }

    @AfterEach
    void close() {
        service.close();
        servers.close();
    }

    @Test
    void while_kafka_is_down_a_service_starts_and_answers_and_its_messages_are_sent_once_kafka_is_up()
            throws Exception {
        assertThat(service.probe("started")).isEqualTo(200);
        assertThat(service.probe("live")).isEqualTo(200);
        assertThat(service.register("Carla")).isEqualTo(200);
        assertThat(servers.ask(WAITING)).isEqualTo(1);

        servers.openKafka();
        await().atMost(PATIENCE).until(() -> servers.ask(WAITING) == 0);

        servers.closeKafka();
        assertThat(service.register("Carlos")).isEqualTo(200);
        await().atMost(PATIENCE)
                .until(() -> servers.ask("select extract(epoch from now() - min(created_at)) from outbox") > 5);
        assertThat(service.probe("ready")).isEqualTo(200);
        assertThat(service.probe("live")).isEqualTo(200);
        assertThat(service.register("Cara")).isEqualTo(200);

        servers.openKafka();
        await().atMost(PATIENCE).until(() -> servers.ask(WAITING) == 0);
    }

    @Test
    void without_its_database_a_service_is_alive_and_not_ready_until_the_database_is_back() throws Exception {
        servers.closeDatabase();
        await().atMost(PATIENCE).until(() -> service.probe("ready") == 503);
        assertThat(service.probe("live")).isEqualTo(200);
        assertThat(service.register("Carla")).isEqualTo(503);

        servers.openDatabase();
        await().atMost(PATIENCE).until(() -> service.probe("ready") == 200);
        assertThat(service.register("Carla")).isEqualTo(200);
    }
}
