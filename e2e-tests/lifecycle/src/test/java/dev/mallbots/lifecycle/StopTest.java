package dev.mallbots.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A platform sends SIGTERM, and SIGKILL 30 seconds later. */
@Tag("starts-processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class StopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final String WAITING = "select count(*) from outbox";

    private Servers servers;

    @BeforeEach
    void open() {
        servers = new Servers();
        servers.openKafka();
    }

    @AfterEach
    void close() {
        servers.close();
    }

    @Test
    void a_shutdown_with_a_frozen_broker_and_an_open_call_ends_in_time_and_loses_nothing() throws Exception {
        try (PackagedService service = ready(Map.of())) {
            assertThat(service.register("Carla")).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> servers.ask(WAITING) == 0);
            servers.signalKafka("STOP");
            CompletableFuture<Integer> open;
            try (Connection other = servers.connect();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("lock table customers");
                open = CompletableFuture.supplyAsync(
                        () -> service.register("Carlos"), Executors.newVirtualThreadPerTaskExecutor());
                await().atMost(PATIENCE)
                        .until(() -> servers.ask(
                                        "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%customers%'")
                                > 0);

                service.signal("TERM");
                await().atMost(PATIENCE).until(() -> service.probe("ready") != 200);
                other.commit();
            }

            assertThat(open.get()).isEqualTo(200);
            assertThat(service.awaitEnd(GRACE)).as(service.said()).isPresent();
            assertThat(servers.ask(WAITING)).isEqualTo(1);
        }

        servers.signalKafka("CONT");
        try (PackagedService next = ready(Map.of())) {
            await().atMost(PATIENCE).until(() -> servers.ask(WAITING) == 0);
            assertThat(servers.ask("select count(*) from customers")).isEqualTo(2);
        }
    }

    @Test
    void with_a_delay_a_service_is_unready_first_and_still_answers() throws Exception {
        try (PackagedService service = ready(Map.of("MALLBOTS_SHUTDOWN_DELAY", "5S"))) {
            service.signal("TERM");
            await().atMost(PATIENCE).until(() -> service.probe("ready") == 503);

            assertThat(service.register("Carla")).isEqualTo(200);
            assertThat(service.awaitEnd(GRACE)).as(service.said()).isPresent();
        }
    }

    private PackagedService ready(Map<String, String> more) {
        Map<String, String> environment = servers.environment();
        environment.put("MALLBOTS_MODE", "development");
        environment.put("MALLBOTS_AUTH", "off");
        environment.putAll(more);
        PackagedService service = new PackagedService(environment);
        await().atMost(PATIENCE).until(() -> service.probe("ready") == 200);
        return service;
    }
}
