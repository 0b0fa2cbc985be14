package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(20)
@QuarkusTestResource(TestServices.class)
class LimitsTest {

    @TestHTTPResource
    URL gateway;

    @Test
    void a_body_up_to_the_limit_passes_and_one_above_it_does_not() {
        given().contentType("application/json")
                .body("a".repeat(1_000_000))
                .post("/api/stores")
                .then()
                .statusCode(200)
                .body("length", equalTo(1_000_000));
        given().contentType("application/json")
                .body("a".repeat(1_100_000))
                .post("/api/stores")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("body"));
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 1_100})
    void the_limit_holds_for_a_body_of_unknown_length_too(int kilobytes) throws Exception {
        byte[] chunk = "a".repeat(1_000).getBytes(UTF_8);
        HttpResponse<String> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway + "api/stores"))
                                .POST(HttpRequest.BodyPublishers.ofByteArrays(Collections.nCopies(kilobytes, chunk)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(kilobytes < 1_000 ? 200 : 400);
    }
}
