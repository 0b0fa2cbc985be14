package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that is too slow is disconnected, and does not affect others. The limits here are a second or two. */
@QuarkusTest
@WithTokens
@Timeout(20)
@QuarkusTestResource(TestServices.class)
class SlowClientsTest {

    @TestHTTPResource
    URL gateway;

    @Inject
    Exchanges exchanges;

    @AfterEach
    void nothing_is_left_behind() throws InterruptedException {
        Instant giveUp = Instant.now().plusSeconds(5);
        while (exchanges.underWay() > 0) {
            assertThat(Instant.now()).as("requests are over soon").isBefore(giveUp);
            Thread.sleep(50);
        }
    }

    @Test
    void clients_that_disconnect_while_they_wait_occupy_no_connections() throws Exception {
        HttpClient patient = HttpClient.newHttpClient();
        HttpRequest silent = HttpRequest.newBuilder(URI.create(gateway + "api/stores/silent"))
                .build();
        for (int connection = 0; connection < 2; connection++) {
            patient.sendAsync(silent, HttpResponse.BodyHandlers.discarding());
        }
        for (int client = 0; client < 100; client++) {
            try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
                socket.getOutputStream().write((post() + "Content-Length: 10\r\n\r\nhalf").getBytes(UTF_8));
            }
        }
        given().get("/api/stores").then().statusCode(200);
    }

    @Test
    void a_head_that_arrives_a_byte_at_a_time_closes_the_connection() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.say("GET /api/stores HTTP/1.1\r\nHost: mall\r\nX-Slow: ").drip();
            assertThat(client.hear()).isEmpty();
        }
    }

    @Test
    void a_second_slow_head_on_the_same_connection_closes_it_too() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.say("GET /nowhere HTTP/1.1\r\nHost: mall\r\n\r\n");
            client.say("GET /api/stores HTTP/1.1\r\nHost: mall\r\nX-Slow: ").drip();
            assertThat(client.hear()).startsWith("HTTP/1.1 404").doesNotContain("/api/stores");
        }
    }

    @Test
    void a_connection_may_be_used_for_longer_than_the_limit_of_a_head() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            Instant end = Instant.now().plusMillis(2_500);
            while (Instant.now().isBefore(end)) {
                client.say("GET /api/stores HTTP/1.1\r\nHost: mall\r\n\r\n");
                Thread.sleep(100);
            }
            client.say("GET /api/customers HTTP/1.1\r\nHost: mall\r\n" + RawClient.who() + "Connection: close\r\n\r\n");
            assertThat(client.hear()).contains("\"service\":\"customers\"");
        }
    }

    @Test
    void a_body_that_arrives_a_byte_at_a_time_is_a_408() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.say(post() + "Content-Length: 1000\r\n\r\n").drip();
            assertThat(client.hear())
                    .startsWith("HTTP/1.1 408")
                    .contains("application/problem+json", "did not come whole");
        }
    }

    @Test
    void slow_bodies_occupy_no_connections_to_the_service() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        try {
            for (int more = 0; more < 5; more++) {
                slow.add(new RawClient(gateway).say(post() + "Content-Length: 10\r\n\r\nhalf"));
            }
            given().contentType("application/json")
                    .body("{}")
                    .post("/api/stores")
                    .then()
                    .statusCode(200);
            assertThat(slow).as("still have their time").noneMatch(RawClient::hasAnswer);
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    @Test
    void all_bodies_share_a_limit_and_the_slowest_is_rejected() throws Exception {
        String large = "a".repeat(900_000);
        try (RawClient slowest = new RawClient(gateway);
                RawClient slow = new RawClient(gateway)) {
            slowest.say(post() + "Content-Length: 950000\r\n\r\n" + large);
            slow.say(post() + "Content-Length: 950000\r\n\r\n" + large);
            given().contentType("application/json")
                    .body(large)
                    .post("/api/stores")
                    .then()
                    .statusCode(200)
                    .body("length", equalTo(900_000));
            assertThat(slowest.hear()).startsWith("HTTP/1.1 503").contains("Retry-After");
            assertThat(slow.hear()).as("was given its time").startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void tiny_bodies_share_the_limit_too() throws Exception {
        String half = post() + "Content-Length: 10\r\n\r\nhalf";
        List<RawClient> slow = new ArrayList<>();
        try {
            for (int more = 0; more < 300; more++) {
                slow.add(new RawClient(gateway).say(half));
            }
            assertThat(slow.getFirst().hear()).startsWith("HTTP/1.1 503").contains("Retry-After");
            assertThat(slow.getLast().hear()).as("was given its time").startsWith("HTTP/1.1 408");
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    @Test
    void a_client_with_expect_gets_a_100_continue() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.say(post() + "Connection: close\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            client.say("{}");
            assertThat(client.hear()).startsWith("HTTP/1.1 100").contains("HTTP/1.1 200", "\"length\":2");
        }
    }

    @Test
    void a_response_that_the_client_does_not_read_fills_no_memory_and_is_aborted() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.say("GET /api/stores/endless HTTP/1.1\r\nHost: mall\r\n\r\n");
            assertThat(bytesWrittenUntilCut()).as("what sockets hold").isBetween(1L, 20_000_000L);
        }
    }

    private static long bytesWrittenUntilCut() throws InterruptedException {
        while (true) {
            String bytes = given().get("/api/stores/cut-after").asString();
            if (!bytes.isEmpty()) {
                return Long.parseLong(bytes);
            }
            Thread.sleep(50);
        }
    }

    private static String post() {
        return "POST /api/stores HTTP/1.1\r\nHost: mall\r\n" + RawClient.who();
    }
}
