package dev.mallbots.ordering;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mallbots.platform.testing.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that follows an order and keeps the received events. */
final class Follower implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpResponse<InputStream> answer;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> retries = new CopyOnWriteArrayList<>();
    private volatile int signsOfLife;
    private volatile boolean over;

    record Event(String id, String name, JsonNode data) {

        String status() {
            return data.path("status").asText();
        }
    }

    private Follower(HttpResponse<InputStream> answer) {
        this.answer = answer;
        Thread.startVirtualThread(this::read);
    }

    static Follower of(URL service, UUID order) {
        return of(service, order, Map.of());
    }

    /** Sends a token of its own. */
    static Follower withToken(URL service, UUID order, String token) {
        return of(service, order, Map.of("Authorization", "Bearer " + token));
    }

    /** Reconnects with the id of an event. */
    static Follower of(URL service, UUID order, String lastEventId) {
        return of(service, order, Map.of("Last-Event-ID", lastEventId));
    }

    private static Follower of(URL service, UUID order, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(service + "api/ordering/" + order + "/updates"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + Tokens.operator());
        headers.forEach(request::setHeader);
        try {
            return new Follower(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            Map<String, String> fields = new HashMap<>();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    take(fields);
                    fields.clear();
                } else if (line.startsWith(":")) {
                    signsOfLife++;
                } else {
                    var parts = line.split(": ?", 2);
                    fields.put(parts[0], parts[1]);
                }
            }
            over = true;
        } catch (IOException brokenOff) {
            // not the end of the order: disconnected
        }
    }

    private void take(Map<String, String> fields) throws IOException {
        if (fields.containsKey("retry")) {
            retries.add(fields.get("retry"));
        }
        if (fields.containsKey("data")) {
            events.add(new Event(fields.get("id"), fields.get("event"), JSON.readTree(fields.get("data"))));
        }
    }

    int status() {
        return answer.statusCode();
    }

    String header(String name) {
        return answer.headers().firstValue(name).orElse(null);
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    List<String> statuses() {
        return events.stream().map(Event::status).toList();
    }

    List<String> retries() {
        return List.copyOf(retries);
    }

    int signsOfLife() {
        return signsOfLife;
    }

    Event last() {
        return events.getLast();
    }

    Follower awaitTold(String status) {
        await("told " + status).atMost(PATIENCE).until(() -> statuses().contains(status));
        return this;
    }

    Follower awaitOver() {
        await("the end").atMost(PATIENCE).until(() -> over);
        return this;
    }

    /** Closes the connection. */
    @Override
    public void close() {
        try {
            answer.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
