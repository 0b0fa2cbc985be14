package dev.mallbots.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Receives the webhook of Alertmanager, as the operators' pager does. */
final class Pager implements AutoCloseable {

    /** @param service empty if the alert is about the whole mall */
    record Alert(String name, String service) implements Comparable<Alert> {

        static Alert of(JsonNode sent) {
            JsonNode labels = sent.path("labels");
            return new Alert(
                    labels.path("alertname").asText(), labels.path("service").asText(""));
        }

        @Override
        public int compareTo(Alert other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return service.isEmpty() ? name : name + " of " + service;
        }
    }

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final HttpServer server;
    /** By alert, whether it is firing now. */
    private final Map<Alert, Boolean> heard = new ConcurrentHashMap<>();

    private final Map<Alert, String> runbooks = new ConcurrentHashMap<>();

    Pager() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
    }

    private void receive(HttpExchange exchange) {
        try (exchange) {
            for (JsonNode sent : Caller.JSON.readTree(exchange.getRequestBody()).path("alerts")) {
                Alert alert = Alert.of(sent);
                heard.put(alert, sent.path("status").asText().equals("firing"));
                runbooks.put(alert, sent.path("annotations").path("runbook").asText());
            }
            exchange.sendResponseHeaders(204, -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<Alert> firing() {
        Set<Alert> firing = new TreeSet<>();
        heard.forEach((alert, now) -> {
            if (now) {
                firing.add(alert);
            }
        });
        return firing;
    }

    /** @return the alerts among these that have not fired within the time; empty if all fire */
    Set<Alert> silentAfter(Set<Alert> awaited, Duration patience) {
        Set<Alert> missing = new TreeSet<>(awaited);
        Instant end = Instant.now().plus(patience);
        while (!missing.isEmpty() && Instant.now().isBefore(end)) {
            missing.removeAll(firing());
            Caller.sleep(LOOK_AGAIN);
        }
        return missing;
    }

    /** @return the alerts among these that have not ended within the time; empty if all have */
    Set<Alert> firingAfter(Set<Alert> awaited, Duration patience) {
        Instant end = Instant.now().plus(patience);
        Set<Alert> left = new TreeSet<>(awaited);
        while (!left.isEmpty() && Instant.now().isBefore(end)) {
            left.retainAll(firing());
            Caller.sleep(LOOK_AGAIN);
        }
        return left;
    }

    /** The path of the runbook that the alert names, from the folder of the project. */
    String runbook(Alert alert) {
        return runbooks.getOrDefault(alert, "");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
