package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that Vert.x or Quarkus refuses before a service is called have the usual error body and headers. */
@QuarkusTest
@WithTokens
@Timeout(20)
@QuarkusTestResource(TestServices.class)
class UnreadableRequestsTest {

    @TestHTTPResource
    URL gateway;

    @TestHTTPResource(management = true)
    URL management;

    /** The readiness check, as after every start of the gateway. */
    @BeforeEach
    void the_gateway_is_ready() {
        while (given().get(management + "health/ready").statusCode() != 200) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/customers/{id}",
                "/api/stores/%zz",
                "/api/stores/100%",
                "/api/stores?name=100%",
                "/api/stores?name=%e",
                "/api/stores/Größe",
                "/api/stores/ö",
                "/api/stores?name=ö",
                "/api/stores/a|b",
                "/api/stores?name=\"shop\"",
                "/api/stores/a\\b",
                "/nowhere/^"
            })
    void an_address_that_is_not_percent_encoded_is_a_400_with_a_reason(String address) throws IOException {
        JsonObject problem = refused(get(address), 400);

        assertThat(problem.getString("detail")).isEqualTo("the address is not percent-encoded as RFC 3986 asks for");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NONSENSE;;                                                              | 400
            GET /api/stores HTTP/1.1;;                                              | 400
            GET api/stores HTTP/1.1;Host: mall;;                                    | 404
            GET /api/stores HTTP/1.1;Host: mall;No Colon;;                          | 400
            GET /api/stores HTTP/1.1;Host : mall;;                                  | 400
            GET /api/stores HTTP/3.7;Host: mall;;                                   | 505
            PRI * HTTP/2.0;;SM;;                                                    | 505
            OPTIONS * HTTP/1.1;Host: mall;;                                         | 404
            POST /api/stores HTTP/1.1;Host: mall;Content-Length: 2;Content-Length: 3;;{}  | 400
            POST /api/stores HTTP/1.1;Host: mall;Content-Length: many;;{}           | 400
            POST /api/stores HTTP/1.1;Host: mall;Content-Length: -1;;{}             | 400
            POST /api/stores HTTP/1.1;Host: mall;Transfer-Encoding: gzip, chunked;;0;; | 501
            POST /api/stores HTTP/1.1;Host: mall;Transfer-Encoding: gzip;;          | 501
            POST /api/stores HTTP/1.1;Host: mall;Transfer-Encoding: identity;;      | 501
            POST /openapi HTTP/1.1;Host: mall;Content-Length: 0;Connection: close;; | 405
            GET /nowhere HTTP/1.0;;                                                 | 404
            """)
    void a_malformed_http_request_is_refused_with_a_reason(String request, int status) throws IOException {
        refused(request.replace(";", "\r\n"), status);
    }

    @Test
    void a_head_above_the_servers_own_limit_is_refused_with_a_reason() throws IOException {
        refused(get("/" + "a".repeat(20_000)), 414);
        refused("GET / HTTP/1.1\r\nHost: mall\r\nX-Long: " + "a".repeat(70_000) + "\r\n\r\n", 431);
    }

    @Test
    void a_refusal_of_a_HEAD_request_has_headers_and_no_body() throws IOException {
        String answer = answer("HEAD /nowhere HTTP/1.1\r\nHost: mall\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 404")
                .containsIgnoringCase("Content-Type: application/problem+json")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xyz\r\n{}\r\n0\r\n\r\n", "2\r\n{}xx\r\n0\r\n\r\n", "-1\r\n{}\r\n", "\r\n\r\n"})
    void a_broken_chunk_is_a_400(String chunks) throws IOException {
        JsonObject problem = refused(
                "POST /api/baskets HTTP/1.1\r\nHost: mall\r\n" + RawClient.who() + "Transfer-Encoding: chunked\r\n\r\n"
                        + chunks,
                400);

        assertThat(problem.getString("message")).isEqualTo("body is not chunked as Transfer-Encoding says");
        given().get("/api/baskets/7").then().statusCode(200);
    }

    private static String get(String address) {
        return "GET " + address + " HTTP/1.1\r\nHost: mall\r\nConnection: close\r\n\r\n";
    }

    /** With the usual error body and headers. */
    private JsonObject refused(String request, int status) throws IOException {
        String answer = answer(request);
        assertThat(answer)
                .startsWith("HTTP/1.")
                .contains(" " + status + " ")
                .containsIgnoringCase("\r\nContent-Type: application/problem+json\r\n")
                .containsIgnoringCase("\r\nX-Content-Type-Options: nosniff\r\n")
                .containsIgnoringCase("\r\nReferrer-Policy: no-referrer\r\n")
                .containsIgnoringCase("\r\nX-Frame-Options: DENY\r\n")
                .containsIgnoringCase("\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n")
                .containsIgnoringCase("\r\nCache-Control: no-store\r\n");
        JsonObject problem = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.fieldNames())
                .contains("type", "title", "detail", "instance", "code", "message", "violations");
        return problem;
    }

    private String answer(String request) throws IOException {
        try (RawClient client = new RawClient(gateway)) {
            return client.say(request).hear();
        }
    }
}
