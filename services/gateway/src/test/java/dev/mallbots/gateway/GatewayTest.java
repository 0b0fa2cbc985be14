package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.mallbots.platform.testing.Tokens;
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
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTokens
@Timeout(20)
@QuarkusTestResource(TestServices.class)
class GatewayTest {

    @TestHTTPResource
    URL gateway;

    @ParameterizedTest
    @CsvFileSource(resources = "/calls.csv")
    void every_call_reaches_its_service_as_it_was(String method, String template, String service) {
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
    void an_error_of_a_service_comes_back_as_it_is() {
        given().get("/api/stores/refused")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("status", equalTo(409));
    }

    @Test
    void a_service_that_is_down_is_a_503_that_names_it() {
        given().body("{}")
                .contentType("application/json")
                .post("/api/search/orders")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("\\d+"))
                .body("code", equalTo(14))
                .body("message", equalTo("the search service can't be reached at the moment"))
                .body("instance", equalTo("/api/search/orders"));
    }

    @Test
    void the_instances_of_a_service_get_requests_in_turn() {
        List<Integer> ports = Stream.generate(() -> portThatAnswers("/api/customers/7"))
                .limit(6)
                .toList();

        assertThat(Set.copyOf(ports)).hasSize(2);
        assertThat(ports.subList(2, 6)).isEqualTo(ports.subList(0, 4));
    }

    @Test
    void an_instance_that_is_away_costs_no_request() {
        List<Integer> ports = Stream.generate(() -> portThatAnswers("/api/payments/7"))
                .limit(12)
                .toList();

        assertThat(Set.copyOf(ports)).as("both that are there have work").hasSize(2);
    }

    @Test
    void instances_come_and_go_while_the_gateway_runs() throws IOException {
        int before = portThatAnswers("/api/depot/7");
        int other = portThatAnswers("/api/ordering/7");

        Files.writeString(TestServices.ADDRESSES, "depot=http://127.0.0.1:" + other + "\n");
        awaitPortThatAnswers("/api/depot/7", other);
        assertThat(portThatAnswers("/api/ordering/7"))
                .as("the file says nothing of it")
                .isEqualTo(other);

        TestServices.deleteAddresses();
        awaitPortThatAnswers("/api/depot/7", before);
    }

    private static void awaitPortThatAnswers(String path, int port) {
        Instant giveUp = Instant.now().plusSeconds(10);
        while (portThatAnswers(path) != port) {
            assertThat(Instant.now()).as("requests go to " + port).isBefore(giveUp);
        }
    }

    private static int portThatAnswers(String path) {
        return given().get(path).then().statusCode(200).extract().path("port");
    }

    @Test
    void a_service_that_hangs_up_is_a_503() {
        given().get("/api/stores/cut-off").then().statusCode(503).body("message", containsString("stores"));
    }

    @Test
    void a_service_that_keeps_silent_is_a_504() {
        given().get("/api/stores/silent")
                .then()
                .statusCode(504)
                .body("code", equalTo(4))
                .body("message", containsString("the stores service gave no answer in time"));
    }

    @Test
    void clients_that_hang_up_while_they_wait_keep_no_connection_from_the_others() throws Exception {
        HttpClient patient = HttpClient.newHttpClient();
        HttpRequest silent = HttpRequest.newBuilder(URI.create(gateway + "api/stores/silent"))
                .build();
        for (int connection = 0; connection < 2; connection++) {
            patient.sendAsync(silent, HttpResponse.BodyHandlers.discarding());
        }
        for (int client = 0; client < 100; client++) {
            try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
                socket.getOutputStream()
                        .write(
                                "POST /api/stores HTTP/1.1\r\nHost: mall\r\nAuthorization: Bearer %s\r\nContent-Length: 10\r\n\r\nhalf"
                                        .formatted(Tokens.operator())
                                        .getBytes(UTF_8));
            }
        }
        given().get("/api/stores").then().statusCode(200);
    }

    @Test
    void an_answer_that_breaks_off_is_not_passed_as_whole() throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /api/stores/breaks-off HTTP/1.1\r\nHost: mall\r\n\r\n".getBytes(UTF_8));
            String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(all).contains("the first half").doesNotEndWith("0\r\n\r\n");
        }
    }

    @Test
    void an_answer_is_streamed_and_not_gathered_first() throws Exception {
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

    @Test
    void answers_that_go_on_take_nothing_from_other_calls_and_end_when_their_client_hangs_up() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try {
            for (int client = 0; client < 5; client++) {
                clients.add(follow());
            }
            readLongerThanSilence(clients.getFirst());
            awaitFollowers(5);
            given().get("/api/ordering/7").then().statusCode(200);
            given().get("/api/ordering/followed/updates").then().statusCode(503);

            clients.removeFirst().close();
            awaitFollowers(4);
            clients.add(follow());
            awaitFollowers(5);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        awaitFollowers(0);
    }

    private Socket follow() throws IOException {
        Socket client = new Socket(gateway.getHost(), gateway.getPort());
        client.setSoTimeout(10_000);
        client.getOutputStream()
                .write("GET /api/ordering/followed/updates HTTP/1.1\r\nHost: mall\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(Tokens.operator())
                        .getBytes(UTF_8));
        return client;
    }

    private static void readLongerThanSilence(Socket client) throws IOException {
        StringBuilder said = new StringBuilder();
        while (said.toString().split(":\n\n", -1).length < 6) {
            said.append((char) client.getInputStream().read());
        }
        assertThat(said).startsWith("HTTP/1.1 200");
    }

    private static void awaitFollowers(int count) {
        Instant giveUp = Instant.now().plusSeconds(10);
        while (!given().get("/api/ordering/followers").asString().equals("" + count)) {
            assertThat(Instant.now()).as(count + " follow").isBefore(giveUp);
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
    void nothing_else_is_open(String path) throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: mall\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                            .formatted(path, Tokens.operator())
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 404")
                    .contains("application/problem+json", "\"code\":5");
        }
    }

    @Test
    void headers_of_one_connection_stay_on_it() {
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
    void only_the_edge_says_where_a_request_came_from() {
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
    void a_trace_of_the_client_goes_on() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        given().header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .get("/api/stores")
                .then()
                .body("headers.traceparent", matchesPattern("00-" + trace + "-(?!00f067aa0ba902b7)[0-9a-f]{16}-01"));
    }

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
                                .header("Authorization", "Bearer " + Tokens.operator())
                                .POST(HttpRequest.BodyPublishers.ofByteArrays(Collections.nCopies(kilobytes, chunk)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(kilobytes < 1_000 ? 200 : 400);
    }

    @Test
    void one_document_tells_the_calls_of_all_services() {
        for (String path : List.of("/openapi", "/openapi.json")) {
            given().get(path)
                    .then()
                    .statusCode(200)
                    .contentType("application/json")
                    .body("paths", hasKey("/api/stores/{id}"))
                    .body("paths", hasKey("/api/customers/{id}"))
                    .body("paths", not(hasKey("/internal")))
                    .body("paths.'/api/stores/{id}'.get.tags", equalTo(List.of("stores")));
        }
    }

    @Test
    void names_that_two_services_use_for_different_things_are_kept_apart() {
        String schema = "paths.'/api/stores/{id}'.get.responses.'200'.content.'application/json'.schema.$ref";
        given().get("/openapi")
                .then()
                .body(schema, equalTo("#/components/schemas/StoresBox"))
                .body("components.schemas.StoresItem.title", equalTo("stores"))
                .body("components.schemas.CustomersItem.title", equalTo("customers"))
                .body("components.schemas.StoresBox.items.$ref", equalTo("#/components/schemas/StoresItem"))
                .body("components.schemas", hasKey("UUID"))
                .body("components.schemas", hasKey("Created"))
                .body("components.schemas", not(hasKey("StoresCreated")))
                .body("components.schemas", not(hasKey("Item")));
    }

    @Test
    void a_call_that_every_service_has_is_told_for_each() {
        String list = "paths.'/api/ops/order-saga/dead-letters'.get";
        given().get("/openapi")
                .then()
                .body("paths", hasKey("/api/ops/stores/dead-letters"))
                .body("paths", not(hasKey("/api/ops/{service}/dead-letters")))
                .body(list + ".operationId", equalTo("order-saga-DeadLetters_list"))
                .body(list + ".parameters.name", equalTo(List.of("limit")));
    }

    @Test
    void the_document_can_be_browsed() {
        given().get("/swagger-ui/").then().statusCode(200).body(containsString("/openapi.json"));
    }

    @Test
    void the_gateway_is_ready_though_a_service_is_down() {
        given().get("/q/health/ready").then().statusCode(200);
    }
}
