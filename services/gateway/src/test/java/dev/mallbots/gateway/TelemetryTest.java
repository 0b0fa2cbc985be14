package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.testing.Vocabulary;
import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** docs/telemetry.md says what this service's metrics are. */
@QuarkusTest
@WithTokens
@QuarkusTestResource(TestServices.class)
class TelemetryTest {

    @TestHTTPResource(management = true)
    URL management;

    @Test
    void every_documented_series_exists_from_the_start_with_the_documented_labels() {
        String scrape = scrape();

        assertThat(Vocabulary.ofProject().differences(scrape, "platform/service", "services/gateway"))
                .isEmpty();
    }

    private String scrape() {
        return given().get(management + "metrics").asString();
    }

    /** Micrometer stops at 100 values of a label, and no longer counts then what has another value. */
    @Test
    void no_label_has_an_id_or_a_path_that_a_client_has_chosen() {
        UUID id = UUID.randomUUID();
        given().get("/api/ordering/" + id);
        given().get("/api/ops/stores/" + id);
        given().get("/api/nowhere/" + id);
        given().get("/" + id);
        given().request("INVENTED", "/api/stores");

        assertThat(scrape())
                .contains("gateway_requests_seconds_count", "uri=\"/api/ordering\"")
                .doesNotContain(id.toString(), "INVENTED");
    }

    @Test
    void calls_of_services_are_counted_by_service_and_outcome() {
        double before = upstream("stores", "2xx");

        given().get("/api/stores").then().statusCode(200);

        assertThat(upstream("stores", "2xx")).isEqualTo(before + 1);
    }

    private double upstream(String service, String outcome) {
        String series =
                "gateway_upstream_requests_seconds_count{outcome=\"%s\",upstream=\"%s\"} ".formatted(outcome, service);
        return scrape().lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(series.length()).split(" ")[0]))
                .sum();
    }
}
