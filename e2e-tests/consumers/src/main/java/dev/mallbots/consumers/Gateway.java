package dev.mallbots.consumers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The calls of one user. Every call that is not answered with a success fails with a {@link Refused}. */
class Gateway {

    /** Ignores fields that a client does not read, so that the mall can add fields. */
    static final JsonMapper TOLERANT = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .build();

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ID = "id: ";
    private static final String DATA = "data: ";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI address;
    private final Optional<String> token;
    private final JsonMapper json;

    /** @param token the user's bearer token; empty for a visitor */
    Gateway(URI address, Optional<String> token, JsonMapper json) {
        this.address = address;
        this.token = token;
        this.json = json;
    }

    <T> T get(String path, Class<T> answer) {
        return parsed(ask(request("GET", path).build()), answer);
    }

    /** Asks with a body, and changes nothing. */
    <T> T query(String path, Object body, Class<T> answer) {
        return parsed(ask(withBody("POST", path, body).build()), answer);
    }

    <T> T post(String path, Object body, Class<T> answer) {
        return parsed(ask(once(withBody("POST", path, body))), answer);
    }

    <T> T post(String path, Class<T> answer) {
        return parsed(ask(once(request("POST", path))), answer);
    }

    void post(String path, Object body) {
        ask(once(withBody("POST", path, body)));
    }

    void put(String path, Object body) {
        ask(once(withBody("PUT", path, body)));
    }

    void put(String path) {
        ask(once(request("PUT", path)));
    }

    void delete(String path) {
        ask(once(request("DELETE", path)));
    }

    /** @param id the value with which a client continues after this event */
    record Event<T>(String id, T data) {}

    /**
     * Reads a stream of server-sent events until the mall ends it.
     *
     * @param lastId of the last event that the client knows; empty for the present state
     */
    <T> void follow(String path, Optional<String> lastId, Class<T> data, Consumer<Event<T>> listener) {
        HttpRequest.Builder request = request("GET", path).header("Accept", "text/event-stream");
        lastId.ifPresent(it -> request.header("Last-Event-ID", it));
        HttpResponse<Stream<String>> response = send(request.build(), BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200) {
                throw new Refused(response.statusCode(), String.join("\n", lines.toList()), json);
            }
            String id = "";
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith(ID)) {
                    id = line.substring(ID.length());
                } else if (line.startsWith(DATA)) {
                    listener.accept(new Event<>(id, parsed(line.substring(DATA.length()), data)));
                }
            }
        }
    }

    /** A repeated request with the same key is done once. */
    private static HttpRequest once(HttpRequest.Builder request) {
        return request.header("Idempotency-Key", UUID.randomUUID().toString()).build();
    }

    private HttpRequest.Builder withBody(String method, String path, Object body) {
        try {
            return request(method, path)
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(json.writeValueAsString(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private HttpRequest.Builder request(String method, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).method(method, BodyPublishers.noBody());
        token.ifPresent(it -> request.header("Authorization", "Bearer " + it));
        return request;
    }

    private String ask(HttpRequest request) {
        HttpResponse<String> response = send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new Refused(response.statusCode(), response.body(), json);
        }
        return response.body();
    }

    /** Sends a request of one of the calls above. */
    <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private <T> T parsed(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that is no %s: %s".formatted(type.getSimpleName(), text), e);
        }
    }
}
