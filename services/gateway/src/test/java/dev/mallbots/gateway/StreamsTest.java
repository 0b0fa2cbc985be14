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

/** Answers that go on, as an order's updates do. */
@QuarkusTest
@WithTokens
@Timeout(20)
@QuarkusTestResource(TestServices.class)
class StreamsTest {

    @TestHTTPResource
    URL gateway;

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
}
