package dev.mallbots.features;

import static dev.mallbots.features.World.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Follows an order as a browser does: after a disconnect it reconnects with the last event's id. If a gateway can't be reached, it tries
 * the other one.
 */
final class Watcher implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int NOTHING_MORE = 204;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final String order;
    private final Thread watching;
    private volatile String gateway;
    private volatile boolean over;
    /** The id before every event: a client with this id receives all events. */
    private String lastEventId = "0";

    /** @param gateway the gateway to try first */
    Watcher(String order, String gateway) {
        this.order = order;
        this.gateway = gateway;
        this.watching = Thread.ofVirtual().start(this::watch);
    }

    /** The received statuses in order, without the news that the order is delayed. */
    List<String> told() {
        return List.copyOf(told);
    }

    /** Whether the mall has answered that there will be no more events. */
    boolean isOver() {
        return over;
    }

    /** The gateway of the current or last connection. */
    String gateway() {
        return gateway;
    }

    private void watch() {
        try {
            while (!over) {
                listenOnce();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void listenOnce() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(Mall.url(gateway) + "/api/ordering/" + order + "/updates"))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + Mall.token("operator"))
                .header("Last-Event-ID", lastEventId)
                .build();
        try {
            HttpResponse<Stream<String>> answer = http.send(request, BodyHandlers.ofLines());
            over = answer.statusCode() == NOTHING_MORE;
            try (Stream<String> lines = answer.body()) {
                if (answer.statusCode() == 200) {
                    lines.forEach(this::take);
                }
            }
        } catch (UncheckedIOException cutOff) {
            // it reconnects
        } catch (IOException notReached) {
            gateway = other();
        }
    }

    private String other() {
        return Mall.gateways().stream()
                .filter(any -> !any.equals(gateway))
                .findFirst()
                .orElse(gateway);
    }

    private void take(String line) {
        if (line.startsWith("id: ")) {
            lastEventId = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
            take(json(line.substring("data: ".length())));
        }
    }

    /** An order that is delayed is still pending: while services restart, on a slow machine, such an event may come between two statuses. */
    private void take(JsonNode event) {
        if (!event.path("delayed").asBoolean()) {
            told.add(text(event, "status"));
        }
    }

    private static JsonNode json(String data) {
        try {
            return Client.JSON.readTree(data);
        } catch (IOException unreadable) {
            throw new AssertionError(data, unreadable);
        }
    }

    @Override
    public void close() throws InterruptedException {
        watching.interrupt();
        watching.join();
    }
}
