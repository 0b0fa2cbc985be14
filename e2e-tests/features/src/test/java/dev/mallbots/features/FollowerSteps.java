package dev.mallbots.features;

import static dev.mallbots.features.OrderSteps.eventually;
import static dev.mallbots.features.World.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mallbots.contracts.customers.v1.CustomerSmsChanged;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Steps about the followers of events: search, notifications, operators. */
public final class FollowerSteps {

    private final World world;
    private final Client client;
    private final String rubbishKey = UUID.randomUUID().toString();

    public FollowerSteps(World world, Client client) {
        this.world = world;
        this.client = client;
    }

    @Then("search finds it by customer, status {string}, store {string}, product {string} and a total of {word}")
    public void finds(String status, String store, String product, String total) {
        ObjectNode query = Client.JSON.createObjectNode();
        ObjectNode filters = query.putObject("filters");
        filters.put("customerId", world.customerId())
                .put("status", status)
                .put("minTotal", new BigDecimal(total))
                .put("maxTotal", new BigDecimal(total));
        filters.putArray("storeIds").add(world.stores.get(store));
        filters.putArray("productIds").add(world.products.get(product).id());
        eventually(() -> {
            JsonNode orders =
                    client.lookFor("/api/search/orders", query.toString()).path("orders");
            assertThat(orders).hasSize(1);
            assertThat(text(orders.path(0), "orderId")).isEqualTo(world.order);
            assertThat(orders.path(0).path("total").decimalValue()).isEqualByComparingTo(total);
        });
    }

    @Then("search shows it with customer {string}, store {string}, product {string} and status {string}")
    public void shows(String customer, String store, String product, String status) {
        eventually(() -> {
            JsonNode order = client.look("/api/search/orders/" + world.order).path("order");
            assertThat(text(order, "customerName")).isEqualTo(customer);
            assertThat(text(order, "status")).isEqualTo(status);
            assertThat(text(order.path("items").path(0), "storeName")).isEqualTo(store);
            assertThat(text(order.path("items").path(0), "productName")).isEqualTo(product);
        });
    }

    @Then("^\"([^\"]*)\" is told once each of (.*)$")
    public void isToldOnce(String customer, String kinds) {
        List<String> expected = Arrays.stream(kinds.split(", "))
                .map(kind -> kind.replace("\"", ""))
                .toList();
        eventually(() -> assertThat(notifications(customer).stream().map(it -> text(it, "kind")))
                .containsExactlyInAnyOrderElementsOf(expected));
    }

    @Then("{string} is told of {string} at {string}")
    public void isToldAt(String customer, String kind, String number) {
        eventually(() -> assertThat(notifications(customer)).anySatisfy(notification -> {
            assertThat(text(notification, "kind")).isEqualTo(kind);
            assertThat(text(notification, "smsNumber")).isEqualTo(number);
        }));
    }

    private List<JsonNode> notifications(String customer) {
        List<JsonNode> all = new ArrayList<>();
        client.look("/api/notifications?customerId=" + world.customers.get(customer))
                .path("notifications")
                .forEach(all::add);
        return all;
    }

    @When("everybody has heard of her number")
    public void heardOfNumber() {
        Mall.topics().await("mallbots.customers.events.Customer", world.customerId(), CustomerSmsChanged.class);
    }

    @When("somebody publishes rubbish on every topic")
    public void publishesRubbish() throws IOException {
        for (String topic : topics()) {
            Mall.topics()
                    .publishRaw(
                            topic, rubbishKey, "rubbish".getBytes(StandardCharsets.UTF_8), Map.of("ce_id", "rubbish"));
        }
    }

    private static List<String> topics() throws IOException {
        try (var catalogue = FollowerSteps.class.getResourceAsStream("/META-INF/mallbots/topics")) {
            return new String(catalogue.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("mallbots.") && !line.contains("dead-letters"))
                    .map(line -> line.split("\\s+")[0])
                    .toList();
        }
    }

    @Then("the rubbish is kept as a dead letter of {string}")
    public void rubbishIsKept(String service) {
        eventually(() -> assertThat(Mall.topics().raw("mallbots.%s.dead-letters".formatted(service), rubbishKey))
                .isNotEmpty());
    }

    @Then("the trace shows how long {word} of {word} waited in the outbox")
    public void waitedInTheOutbox(String event, String service) {
        String span = "send mallbots.%s.v1.%s".formatted(service, event);
        eventually(() -> {
            Set<String> checkOuts = Mall.traces()
                    .tracesWith(seen -> seen.name().equals("process mallbots.baskets.v1.BasketCheckedOut"));
            assertThat(Mall.traces()
                            .tracesWith(seen -> seen.service().equals(service)
                                    && seen.name().equals(span)))
                    .containsAnyElementsOf(checkOuts);
        });
    }

    @Then("^one trace runs from the gateway's check-out through (.*)$")
    public void oneTrace(String services) {
        List<String> expected =
                Arrays.stream(services.split(", | and ")).map(String::strip).toList();
        eventually(() -> {
            var ofThisOrder = Mall.traces()
                    .tracesWith(span ->
                            span.service().equals("gateway") && span.name().startsWith("PUT"));
            assertThat(ofThisOrder)
                    .anySatisfy(
                            trace -> assertThat(Mall.traces().servicesIn(trace)).containsAll(expected));
        });
    }
}
