package dev.mallbots.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Which services are ready. A service that was ready once is not polled again, because polling costs CPU that the measurement includes.
 */
final class Readiness {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Set<String> waitedFor;
    private final UnaryOperator<String> url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** @param url the address of a service's management port by its name */
    Readiness(List<String> services, UnaryOperator<String> url) {
        this.waitedFor = ConcurrentHashMap.newKeySet();
        this.waitedFor.addAll(services);
        this.url = url;
    }

    /** Polls all of them concurrently. */
    Set<String> notReady() {
        List<Thread> asking = waitedFor.stream()
                .map(name -> Thread.startVirtualThread(() -> ask(name)))
                .toList();
        try {
            for (Thread one : asking) {
                one.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new HashSet<>(waitedFor);
    }

    private void ask(String name) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.apply(name) + "/q/health/ready"))
                .timeout(PATIENCE)
                .build();
        try {
            if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                waitedFor.remove(name);
            }
        } catch (IOException e) {
            // not yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
