package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streaming responses, such as an order's updates. */
@QuarkusTest
@WithTokens
@Timeout(20)
@QuarkusTestResource(TestServices.class)
class StreamsTest {

    @TestHTTPResource
    URL gateway;

    @Test
    void streams_take_no_connections_from_other_calls_and_end_when_their_client_disconnects() throws Exception {
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
                .write(("GET /api/ordering/followed/updates HTTP/1.1\r\nHost: mall\r\n" + RawClient.who() + "\r\n")
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

    @Test
    void a_client_without_chunks_gets_each_part_as_it_arrives() throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.say("GET /api/ordering/followed/updates HTTP/1.0\r\n" + RawClient.who() + "\r\n");
            assertThat(client.hearUntil(":\n\n:\n\n"))
                    .startsWith("HTTP/1.0 200")
                    .doesNotContainIgnoringCase("Transfer-Encoding", "Content-Length");
        }
        awaitFollowers(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: keep-alive\r\n", "Connection: close\r\n"})
    void the_end_of_its_connection_ends_the_response_for_such_a_client(String connection) throws Exception {
        try (RawClient client = new RawClient(gateway)) {
            client.say("GET /api/stores/stream HTTP/1.0\r\n" + connection + "\r\n");
            assertThat(client.hear())
                    .startsWith("HTTP/1.0 200")
                    .doesNotContainIgnoringCase("keep-alive")
                    .endsWith("\r\n\r\npart 0\npart 1\npart 2\n");
        }
    }

    @Test
    void a_response_with_a_length_keeps_the_connection_of_a_client_that_asked_for_it() throws Exception {
        String request = "GET /api/stores HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        try (RawClient client = new RawClient(gateway)) {
            client.say(request);
            assertThat(client.hearUntil("\"body\":\"\"}")).containsIgnoringCase("Connection: keep-alive");
            client.say(request);
            assertThat(client.hearUntil("\"body\":\"\"}")).startsWith("HTTP/1.0 200");
        }
    }
}
