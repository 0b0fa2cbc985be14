package dev.mallbots.features;

import static dev.mallbots.features.World.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cucumber.java.After;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A client that watches an order as a browser does: cut off, it comes again and says what it knows. */
public final class WatcherSteps {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int NOTHING_MORE = 204;

    private final World world;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile boolean over;
    private Thread watching;
    /** Of an event that every order is after: who knows it is told all. */
    private String lastEventId = "0";

    public WatcherSteps(World world) {
        this.world = world;
    }

    @After
    public void stopWatching() throws InterruptedException {
        if (watching != null) {
            watching.interrupt();
            watching.join();
        }
    }

    @When("she watches the order")
    public void watches() {
        String order = world.order;
        watching = Thread.ofVirtual().start(() -> watch(order));
    }

    private void watch(String order) {
        try {
            while (!over) {
                listenOnce(order);
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void listenOnce(String order) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(Mall.url() + "/api/ordering/" + order + "/updates"))
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
        } catch (IOException | UncheckedIOException cutOff) {
            // it comes again
        }
    }

    private void take(String line) {
        if (line.startsWith("id: ")) {
            lastEventId = line.substring("id: ".length());
        } else if (line.startsWith("data: ")) {
            told.add(statusIn(line.substring("data: ".length())));
        }
    }

    private static String statusIn(String data) {
        try {
            return text(Client.JSON.readTree(data), "status");
        } catch (IOException unreadable) {
            throw new AssertionError(data, unreadable);
        }
    }

    @When("^(ordering|gateway|postgres) is restarted$")
    public void isRestarted(String service) {
        Mall.instancesOf(service).forEach(Mall::restart);
    }

    @Then("she is told that the order is {string}")
    public void isTold(String status) {
        await().atMost(PATIENCE).until(() -> told.contains(status));
    }

    @Then("^she was told once each of (.*)$")
    public void wasTold(String statuses) {
        assertThat(told)
                .containsExactlyElementsOf(Arrays.stream(statuses.split(", "))
                        .map(status -> status.replace("\"", ""))
                        .toList());
    }

    @Then("nothing more is there to watch")
    public void isOver() {
        await().atMost(PATIENCE).until(() -> over);
    }
}
