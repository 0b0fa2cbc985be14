package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTokens
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
    void the_limit_applies_to_a_body_of_unknown_length_too(int kilobytes) throws Exception {
        byte[] chunk = "a".repeat(1_000).getBytes(UTF_8);
        HttpResponse<String> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway + "api/stores"))
                                .header("Authorization", "Bearer " + Tokens.operator())
                                .POST(HttpRequest.BodyPublishers.ofByteArrays(Collections.nCopies(kilobytes, chunk)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(kilobytes < 1_000 ? 200 : 400);
    }

    @Test
    void a_body_without_an_end_is_aborted_at_the_limit() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.say("POST /api/stores HTTP/1.1\r\nHost: mall\r\n" + RawClient.who()
                    + "Transfer-Encoding: chunked\r\n\r\n");
            long sent = client.pour("3e8\r\n" + "a".repeat(1_000) + "\r\n");
            assertThat(sent).as("and what sockets hold").isLessThan(50_000_000);
            assertThat(client.hear()).startsWith("HTTP/1.1 400").contains("is larger than this service takes");
        }
    }

    @Test
    void a_body_that_is_announced_as_too_large_is_not_read() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.say("POST /api/stores HTTP/1.1\r\nHost: mall\r\n" + RawClient.who()
                    + "Content-Length: 99999999999\r\n\r\n");
            long sent = client.pour("a".repeat(1_000));
            assertThat(sent).as("what sockets hold").isLessThan(50_000_000);
            assertThat(client.hear()).startsWith("HTTP/1.1 400").contains("is larger than this service takes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/stores/%s", "/api/stores?next=%s", "/nowhere/%s"})
    void an_address_over_the_limit_is_a_414(String path) {
        given().get(path.formatted("a".repeat(3_900))).then().statusCode(not(414));
        given().get(path.formatted("a".repeat(4_000)))
                .then()
                .statusCode(414)
                .contentType("application/problem+json")
                .body("message", containsString("longer than this service takes"));
    }

    @Test
    void an_address_up_to_the_limit_reaches_the_service() {
        given().get("/api/stores?" + "a".repeat(3_980)).then().statusCode(200);
    }

    @Test
    void headers_over_the_limit_are_a_431() {
        for (Headers tooMuch : List.of(headers(1, 16_400), headers(101, 1))) {
            given().headers(tooMuch)
                    .get("/api/stores")
                    .then()
                    .statusCode(431)
                    .contentType("application/problem+json")
                    .body("message", containsString("than this service takes"));
        }
    }

    @Test
    void headers_up_to_the_limit_reach_the_service() {
        for (Headers much : List.of(headers(1, 16_000), headers(90, 150))) {
            given().noFilters().headers(much).get("/api/stores").then().statusCode(200);
        }
    }

    private static Headers headers(int count, int length) {
        return new Headers(IntStream.range(0, count)
                .mapToObj(number -> new Header("X-" + number, "a".repeat(length)))
                .toList());
    }
}
