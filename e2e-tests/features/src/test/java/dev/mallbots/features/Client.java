package dev.mallbots.features;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client of the gateway, which keeps the last answer. */
public final class Client {

    /** @param body the answer's JSON; a missing node if it has none */
    record Answer(int status, String mediaType, JsonNode body) {}

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private Answer last;

    Answer last() {
        return last;
    }

    /** Sends a request and keeps the answer, whatever its status. */
    Answer send(String method, String path, String body) {
        return last = exchange(method, path, body, "application/json, application/problem+json");
    }

    Answer sendAccepting(String accept, String method, String path) {
        return last = exchange(method, path, null, accept);
    }

    /** Sends a request that must succeed. */
    JsonNode must(String method, String path, String body) {
        Answer answer = send(method, path, body);
        if (answer.status() != 200) {
            throw new AssertionError(
                    "%s %s %s answered %d %s".formatted(method, path, body, answer.status(), answer.body()));
        }
        return answer.body();
    }

    /** Reads without changing the last answer. */
    JsonNode look(String path) {
        return exchange("GET", path, null, "application/json").body();
    }

    JsonNode lookFor(String path, String body) {
        return exchange("POST", path, body, "application/json").body();
    }

    /** Sends without changing the last answer. */
    Answer quietly(String method, String path, String body) {
        return exchange(method, path, body, "application/json");
    }

    /**
     * Sends as another user without changing the last answer.
     *
     * @param username the issuer's username; empty for an anonymous caller
     */
    Answer as(String username, String method, String path, String body) {
        HttpRequest.Builder request = request(Mall.url(), method, path, body, "*/*");
        if (!username.isEmpty()) {
            request.header("Authorization", "Bearer " + Mall.token(username));
        }
        return exchange(request.build());
    }

    /** Reads through one of several gateways without changing the last answer. */
    JsonNode lookThrough(String gateway, String path) {
        return exchange(asOperator(request(Mall.url(gateway), "GET", path, null, "application/json")))
                .body();
    }

    /** Sends under an Idempotency-Key through one of several gateways, without changing the last answer. */
    Answer through(String gateway, String key, String method, String path, String body) {
        return exchange(asOperator(request(Mall.url(gateway), method, path, body, "application/json")
                .header("Idempotency-Key", key)));
    }

    private Answer exchange(String method, String path, String body, String accept) {
        return exchange(asOperator(request(Mall.url(), method, path, body, accept)));
    }

    private static HttpRequest asOperator(HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + Mall.token("operator"))
                .build();
    }

    private static HttpRequest.Builder request(String url, String method, String path, String body, String accept) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    private Answer exchange(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new AssertionError(request + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
