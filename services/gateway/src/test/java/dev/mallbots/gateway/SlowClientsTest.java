package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(20)
@QuarkusTestResource(TestServices.class)
class SlowClientsTest {

    @TestHTTPResource
    URL gateway;

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
                        .write("POST /api/stores HTTP/1.1\r\nHost: mall\r\nContent-Length: 10\r\n\r\nhalf"
                                .getBytes(UTF_8));
            }
        }
        given().get("/api/stores").then().statusCode(200);
    }
}
