package dev.mallbots.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class KnownMethodsTest {

    private final MeterRegistry metrics = new SimpleMeterRegistry();

    KnownMethodsTest() {
        metrics.config().meterFilter(new KnownMethods());
    }

    @Test
    void methods_that_a_client_has_invented_are_one_series() {
        metrics.timer("http.server.requests", "method", "GET", "uri", "/api/stores");
        metrics.timer("http.server.requests", "method", "INVENTED", "uri", "/api/stores");
        metrics.timer("http.server.requests", "method", "ANOTHER", "uri", "/api/stores");

        assertThat(metrics.find("http.server.requests").timers())
                .extracting(timer -> timer.getId().getTag("method"))
                .containsExactlyInAnyOrder("GET", "OTHER");
    }

    @Test
    void methods_of_grpc_keep_their_names() {
        metrics.timer("grpc.client.processing.duration", "method", "GetStores");

        assertThat(metrics.get("grpc.client.processing.duration")
                        .timer()
                        .getId()
                        .getTag("method"))
                .isEqualTo("GetStores");
    }
}
