package dev.mallbots.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service migrates its database itself, or a job does it before. Here neither Kafka nor a token issuer runs. */
@Tag("starts-processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class StartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NOBODY = "http://127.0.0.1:1";

    private static Servers servers;

    @BeforeAll
    static void open() {
        servers = new Servers();
    }

    @AfterAll
    static void close() {
        servers.close();
    }

    @Test
    void a_service_that_does_not_migrate_ends_on_an_older_schema_and_starts_once_a_job_has_migrated() throws Exception {
        try (PackagedService service = started(Map.of("MALLBOTS_DB_MIGRATE", "false"))) {
            assertThat(service.awaitEnd(PATIENCE)).hasValue(1);
            assertThat(service.said())
                    .contains("The database lacks ", " of this release's migrations, the last of them ")
                    .contains("Start the same release once with QUARKUS_INIT_AND_EXIT=true");
        }

        try (PackagedService job = started(Map.of(
                "QUARKUS_INIT_AND_EXIT", "true",
                "MALLBOTS_MODE", "production",
                "MALLBOTS_AUTH", "on",
                "MALLBOTS_ISSUER", NOBODY))) {
            assertThat(job.awaitEnd(PATIENCE)).as(job.said()).hasValue(0);
        }
        assertThat(servers.ask("select count(*) from customers")).isZero();

        try (PackagedService service = started(Map.of("MALLBOTS_DB_MIGRATE", "false"))) {
            await().atMost(PATIENCE).until(() -> service.probe("started") == 200 && service.probe("ready") == 200);
        }
    }

    private static PackagedService started(Map<String, String> more) {
        Map<String, String> environment = servers.environment();
        environment.put("MALLBOTS_MODE", "development");
        environment.put("MALLBOTS_AUTH", "off");
        environment.putAll(more);
        return new PackagedService(environment);
    }
}
