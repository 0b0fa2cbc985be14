package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Here a service that lets a request wait for a second is suspected, and after two seconds the request fails. */
@QuarkusTest
@WithTokens
@Timeout(60)
@QuarkusTestResource(TestServices.class)
class CircuitsTest {

    private static final Duration AT_ONCE = Duration.ofMillis(900);

    private static final Matcher<String> BUSY = equalTo("the notifications service is busy at the moment; try again");

    @TestHTTPResource
    URL gateway;

    @Test
    void the_only_instance_gets_requests_up_to_its_limit_even_if_frozen_and_the_rest_is_a_503_at_once() {
        int port = given().get("/api/notifications").path("port");
        freeze(port);
        try {
            awaitLeftOut("/api/notifications");

            for (Response answer : askAtOnce(12, "/api/notifications")) {
                boolean hadAPlace = answer.time() > AT_ONCE.toMillis();
                answer.then()
                        .statusCode(hadAPlace ? 504 : 503)
                        .body(
                                "message",
                                hadAPlace ? startsWith("the notifications service gave no answer in time") : BUSY);
                given().get("/api/baskets").then().statusCode(200);
            }
        } finally {
            thaw(port);
        }
        awaitAnswer("/api/notifications");
    }

    @Test
    void a_burst_waits_in_the_queue() {
        assertThat(askAtOnce(40, "/api/analytics/moment"))
                .allSatisfy(answer -> answer.then().statusCode(200));
    }

    @Test
    void a_frozen_instance_gets_no_requests() {
        int port = given().get("/api/customers/7").path("port");
        freeze(port);
        try {
            awaitAllAnswered("/api/customers/7");
            for (int time = 0; time < 10; time++) {
                Instant before = Instant.now();
                given().get("/api/customers/7").then().statusCode(200);
                assertThat(Duration.between(before, Instant.now())).isLessThan(AT_ONCE);
            }
        } finally {
            thaw(port);
        }
        Instant giveUp = Instant.now().plusSeconds(10);
        while (given().get("/api/customers/7").<Integer>path("port") != port) {
            assertThat(Instant.now()).as("it gets its share again").isBefore(giveUp);
        }
    }

    @Test
    void an_unreachable_host_is_a_503_that_names_the_service() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1)) {
            List<Socket> waiting = fill(full);
            try {
                Files.writeString(TestServices.ADDRESSES, "baskets=http://127.0.0.1:" + full.getLocalPort() + "\n");
                given().get("/api/baskets")
                        .then()
                        .statusCode(503)
                        .header("Retry-After", matchesPattern("\\d+"))
                        .body("message", equalTo("the baskets service can't be reached at the moment"));
            } finally {
                TestServices.deleteAddresses();
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
        }
        awaitAnswer("/api/baskets");
    }

    @Test
    void error_responses_never_open_the_circuit() {
        for (int time = 0; time < 20; time++) {
            given().get("/api/stores/broken").then().statusCode(500);
        }
    }

    @Test
    void a_request_that_gets_no_connection_in_time_is_a_503_and_was_not_done() throws Exception {
        try (RawClient one = new RawClient(gateway);
                RawClient other = new RawClient(gateway)) {
            one.say("GET /api/stores/sometimes HTTP/1.1\r\nHost: mall\r\n\r\n");
            other.say("GET /api/stores/sometimes HTTP/1.1\r\nHost: mall\r\n\r\n");
            one.awaitAnswer();
            other.awaitAnswer();

            given().get("/api/stores")
                    .then()
                    .statusCode(503)
                    .body("message", equalTo("the stores service is busy at the moment; try again"));
            given().get("/api/customers").then().statusCode(200);
        }
    }

    /** Connections that are made but never accepted, until no more can be made. */
    private static List<Socket> fill(ServerSocket server) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int more = 0; more < 3; more++) {
            Socket socket = new Socket();
            socket.setSoTimeout(100);
            sockets.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 100);
            } catch (IOException full) {
                return sockets;
            }
        }
        return sockets;
    }

    private static void freeze(int port) {
        given().port(port).get("/freeze").then().statusCode(200);
    }

    private static void thaw(int port) {
        given().port(port).get("/thaw").then().statusCode(200);
    }

    private static List<Response> askAtOnce(int times, String path) {
        List<CompletableFuture<Response>> asked = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> given().get(path), Thread::startVirtualThread))
                .limit(times)
                .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private static void awaitLeftOut(String path) {
        Instant giveUp = Instant.now().plusSeconds(40);
        while (askAtOnce(6, path).stream().noneMatch(answer -> answer.time() < AT_ONCE.toMillis())) {
            assertThat(Instant.now()).as("it is left out").isBefore(giveUp);
        }
    }

    private static void awaitAllAnswered(String path) {
        Instant giveUp = Instant.now().plusSeconds(40);
        while (askAtOnce(12, path).stream().anyMatch(answer -> answer.statusCode() != 200)) {
            assertThat(Instant.now()).as("the frozen one is left out").isBefore(giveUp);
        }
    }

    private static void awaitAnswer(String path) {
        Instant giveUp = Instant.now().plusSeconds(10);
        while (given().get(path).statusCode() != 200) {
            assertThat(Instant.now()).as("it gets requests again").isBefore(giveUp);
        }
    }
}
