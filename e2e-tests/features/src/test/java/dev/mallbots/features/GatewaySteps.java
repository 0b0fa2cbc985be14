package dev.mallbots.features;

import static dev.mallbots.features.World.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mallbots.features.Client.Answer;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Steps with the same client at several gateways. */
public final class GatewaySteps {

    /** A small page size, so that the stores of all features fill many pages. */
    private static final int PAGE = 5;

    private final World world;
    private final Client client;
    private final List<String> seen = new ArrayList<>();
    private final List<String> payments = new ArrayList<>();

    public GatewaySteps(World world, Client client) {
        this.world = world;
        this.client = client;
    }

    @When("she puts 1 {string} into the basket {int} times, each time through both gateways at once under one key")
    public void puts(String product, int times) {
        String path = "/api/baskets/%s/addItem".formatted(world.order);
        String body = "{\"productId\": \"%s\", \"quantity\": 1}"
                .formatted(world.products.get(product).id());
        for (int i = 0; i < times; i++) {
            throughBothAtOnce("PUT", path, body);
        }
    }

    @When("she authorizes a payment {int} times, each time through both gateways at once under one key")
    public void authorizes(int times) {
        String body = "{\"customerId\": \"%s\", \"amount\": 20}".formatted(world.customerId());
        for (int i = 0; i < times; i++) {
            payments.add(text(throughBothAtOnce("POST", "/api/payments", body).body(), "id"));
        }
    }

    /** The answers of both gateways. */
    private Answer throughBothAtOnce(String method, String path, String body) {
        String key = UUID.randomUUID().toString();
        // not in the common pool: on a small machine it has one thread, and the second call would wait for the first
        List<CompletableFuture<Answer>> asked = Mall.gateways().stream()
                .map(gateway -> CompletableFuture.supplyAsync(
                        () -> client.through(gateway, key, method, path, body), Thread::startVirtualThread))
                .toList();
        List<Answer> answers =
                asked.stream().map(CompletableFuture::join).distinct().toList();
        assertThat(answers).singleElement().extracting(Answer::status).isEqualTo(200);
        return answers.getFirst();
    }

    @Then("she has {int} payments")
    public void hasPayments(int count) {
        assertThat(payments).hasSize(count).doesNotHaveDuplicates();
        assertThat(payments)
                .allSatisfy(payment -> assertThat(text(client.look("/api/payments/" + payment), "payment", "status"))
                        .isEqualTo("authorized"));
    }

    @When("somebody pages through all stores, each page at another gateway than the one before")
    public void pages() {
        List<String> gateways = Mall.gateways();
        String next = "";
        for (int page = 0; next != null; page++) {
            JsonNode answer = client.lookThrough(
                    gateways.get(page % gateways.size()), "/api/stores?limit=%d%s".formatted(PAGE, next));
            seen.addAll(storesIn(answer));
            next = answer.hasNonNull("next") ? "&next=" + text(answer, "next") : null;
        }
    }

    @Then("every store was there once")
    public void wasThereOnce() {
        assertThat(seen)
                .hasSizeGreaterThan(PAGE)
                .containsExactlyElementsOf(storesIn(client.look("/api/stores?limit=500")));
    }

    private static List<String> storesIn(JsonNode page) {
        List<String> stores = new ArrayList<>();
        page.path("stores").forEach(store -> stores.add(text(store, "id")));
        return stores;
    }
}
