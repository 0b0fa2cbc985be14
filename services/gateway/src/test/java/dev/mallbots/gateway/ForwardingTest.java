package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTokens
@Timeout(20)
@QuarkusTestResource(TestServices.class)
class ForwardingTest {

    @TestHTTPResource
    URL gateway;

    @ParameterizedTest
    @CsvFileSource(resources = "/calls.csv")
    void every_call_reaches_its_service_unchanged(String method, String template, String service) {
        if (service.equals(TestServices.DOWN)) {
            return;
        }
        String path = template.replaceAll("\\{\\w+}", "7");
        var request = given().urlEncodingEnabled(false).contentType("application/json");
        if (!method.equals("GET")) {
            request.body("{\"name\":\"Größe\"}");
        }
        request.request(method, path + "?limit=5&next=a%2Fb")
                .then()
                .statusCode(200)
                .body("service", equalTo(service))
                .body("method", equalTo(method))
                .body("uri", equalTo(path + "?limit=5&next=a%2Fb"))
                .body("body", equalTo(method.equals("GET") ? "" : "{\"name\":\"Größe\"}"));
    }

    @Test
    void an_error_of_a_service_is_returned_unchanged() {
        given().get("/api/stores/refused")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("status", equalTo(409));
    }

    @Test
    void an_incomplete_response_is_not_passed_on_as_complete() throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /api/stores/breaks-off HTTP/1.1\r\nHost: mall\r\n\r\n".getBytes(UTF_8));
            String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(all).contains("the first half").doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void a_response_is_streamed_and_not_buffered() throws Exception {
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway + "api/stores/stream"))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("part 0");
            long first = System.nanoTime();
            assertThat(lines.lines()).containsExactly("part 1", "part 2");
            assertThat(System.nanoTime() - first)
                    .as("the rest came later than the first part")
                    .isGreaterThan(100_000_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/nowhere",
                "/api",
                "/stores",
                "/api/storesx",
                "/api/stores/../stores",
                "/api/stores/%2e%2e/customers",
                "/api/stores//x"
            })
    void no_other_address_is_forwarded(String path) throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: mall\r\n" + RawClient.who()
                                    + "Connection: close\r\n\r\n")
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 404")
                    .contains("application/problem+json", "\"code\":5");
        }
    }

    @Test
    void headers_of_one_connection_are_not_forwarded() {
        given().header("Connection", "X-Mine, keep-alive")
                .header("X-Mine", "1")
                .header("TE", "trailers")
                .header("Idempotency-Key", "2")
                .get("/api/stores")
                .then()
                .body("headers", not(hasKey("x-mine")))
                .body("headers", not(hasKey("te")))
                .body("headers.idempotency-key", equalTo("2"));
        given().get("/api/stores/refused").then().header("X-Hop", equalTo(null)).header("Keep-Alive", equalTo(null));
    }

    @Test
    void only_the_edge_sets_the_forwarded_headers() {
        given().header("X-Forwarded-For", "6.6.6.6")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "evil")
                .header("Forwarded", "for=6.6.6.6")
                .get("/api/stores")
                .then()
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"))
                .body("headers.x-forwarded-proto", equalTo("http"))
                .body("headers.x-forwarded-host", containsString(String.valueOf(gateway.getPort())))
                .body("headers", not(hasKey("forwarded")));
    }

    @Test
    void a_trace_begins_at_the_gateway() {
        given().get("/api/stores")
                .then()
                .body("headers.traceparent", matchesPattern("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
    }

    @Test
    void a_trace_of_the_client_is_continued() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        given().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .get("/api/stores")
                .then()
                .body("headers.traceparent", matchesPattern("00-" + trace + "-(?!00f067aa0ba902b7)[0-9a-f]{16}-01"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Chunked", "CHUNKED", "chunked"})
    void a_transfer_coding_is_recognised_in_any_case(String coding) throws IOException {
        assertThat(answer("POST /api/stores HTTP/1.1\r\nHost: mall\r\n" + RawClient.who() + "Connection: close\r\n"
                        + "Transfer-Encoding: " + coding + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("\"body\":\"{}\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/stores/a%2Db", "/api/stores/%61-b", "/%61pi/stores/a-b", "/api/stores/a%2db"})
    void an_address_with_unnecessary_escapes_is_the_same_address(String path) {
        given().urlEncodingEnabled(false)
                .get(path + "?next=%2D")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("service", equalTo("stores"))
                .body("uri", equalTo("/api/stores/a-b?next=%2D"));
    }

    @Test
    void necessary_escapes_are_kept() {
        given().urlEncodingEnabled(false)
                .get("/api/stores/a%2Fb%20%C3%B6")
                .then()
                .statusCode(200)
                .body("uri", equalTo("/api/stores/a%2Fb%20%C3%B6"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "deflate", "gzip, identity"})
    void a_body_with_an_unsupported_coding_is_a_415(String coding) {
        given().contentType("application/json")
                .header("Content-Encoding", coding)
                .body("{}")
                .post("/api/stores")
                .then()
                .statusCode(415)
                .header("Accept-Encoding", "identity")
                .contentType("application/problem+json")
                .body("violations[0].field", equalTo("Content-Encoding"));
    }

    @Test
    void a_body_may_declare_the_identity_coding() {
        given().contentType("application/json")
                .header("Content-Encoding", "identity")
                .body("{}")
                .post("/api/stores")
                .then()
                .statusCode(200);
    }

    private String answer(String request) throws IOException {
        try (RawClient client = new RawClient(gateway)) {
            return client.say(request).hear();
        }
    }
}
