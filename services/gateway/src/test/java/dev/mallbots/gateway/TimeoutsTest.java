package dev.mallbots.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.time.Duration;
import java.util.Collections;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each caller waits longer than the service it calls may take: docs/timeouts.md. */
class TimeoutsTest {

    private static final Properties SAID = new Properties();

    static {
        Stream.of(
                        "META-INF/microprofile-config.properties",
                        "META-INF/mallbots-database.properties",
                        "application.properties")
                .forEach(TimeoutsTest::read);
    }

    /** A basket calls stores for the product and for its store. */
    private static final Duration QUESTIONS_TO_OTHERS =
            limit("mallbots.grpc.deadline").multipliedBy(2);

    @Test
    void a_service_answers_before_the_gateway_gives_up() {
        assertThat(QUESTIONS_TO_OTHERS
                        .plus(limit("mallbots.pool.wait"))
                        .plus(limit("quarkus.datasource.reactive.additional-properties.\"statement_timeout\"")))
                .isLessThan(limit("mallbots.gateway.silence"));
    }

    @Test
    void a_wait_for_a_lock_ends_before_the_statement_that_waits() {
        assertThat(limit("quarkus.datasource.reactive.additional-properties.\"lock_timeout\""))
                .isLessThan(limit("quarkus.datasource.reactive.additional-properties.\"statement_timeout\""));
    }

    @Test
    void a_connect_ends_before_the_wait_for_the_connection() {
        assertThat(limit("mallbots.gateway.connect")).isLessThan(limit("mallbots.gateway.wait"));
    }

    @Test
    void a_service_that_waits_for_others_is_not_suspected() {
        assertThat(limit("mallbots.gateway.suspicion"))
                .isGreaterThan(QUESTIONS_TO_OTHERS)
                .isLessThan(limit("mallbots.gateway.silence"));
    }

    @Test
    void a_load_balancer_in_front_closes_an_idle_connection_before_the_gateway_does() {
        assertThat(limit("quarkus.http.idle-timeout")).isGreaterThan(Duration.ofSeconds(60));
    }

    private static Duration limit(String key) {
        String text = SAID.getProperty(key);
        return Duration.parse(text.startsWith("P") ? text : "PT" + text);
    }

    private static void read(String name) {
        try {
            for (URL file : Collections.list(TimeoutsTest.class.getClassLoader().getResources(name))) {
                try (InputStream lines = file.openStream()) {
                    SAID.load(lines);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
