package dev.mallbots.ordering;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.testing.Vocabulary;
import dev.mallbots.platform.testing.WithMall;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import org.junit.jupiter.api.Test;

/** docs/telemetry.md says what this service's metrics are. */
@QuarkusTest
@WithMall(encryptedFor = "ordering")
@QuarkusTestResource(StoresForTests.class)
class TelemetryTest {

    @TestHTTPResource(management = true)
    URL management;

    @Test
    void every_documented_series_exists_from_the_start_with_the_documented_labels() {
        String scrape = given().get(management + "metrics").asString();

        assertThat(Vocabulary.ofProject()
                        .differences(scrape, "platform/service", "platform/messaging", "services/ordering"))
                .isEmpty();
    }
}
