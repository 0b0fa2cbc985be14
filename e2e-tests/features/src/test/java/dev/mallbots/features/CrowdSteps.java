package dev.mallbots.features;

import static dev.mallbots.features.World.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.cucumber.java.After;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Steps with many orders at once, and the death of an instance. */
public final class CrowdSteps {

    /** Longer than Kafka takes to detect a killed consumer and to reassign its partitions. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final World world;
    private final Client client;
    private final Deque<String> baskets = new ArrayDeque<>();
    private final List<String> orders = new ArrayList<>();

    public CrowdSteps(World world, Client client) {
        this.world = world;
        this.client = client;
    }

    @After
    public void startAgain() {
        if (world.killed) {
            Mall.mend();
        }
    }

    @Given("there are two gateways")
    @Given("there are two of each service that takes an order on its way")
    public void thereAreTwo() {
        assumeThat(Mall.INSTANCES).isGreaterThan(1);
    }

    @Given("{int} customers have each filled a basket with 1 {string}")
    public void haveFilled(int count, String product) {
        for (int i = 0; i < count; i++) {
            String customer = text(
                    client.must("POST", "/api/customers", "{\"name\": \"Guest\", \"smsNumber\": \"0170 1234567\"}"),
                    "id");
            String basket =
                    text(client.must("POST", "/api/baskets", "{\"customerId\": \"%s\"}".formatted(customer)), "id");
            client.must(
                    "PUT",
                    "/api/baskets/%s/addItem".formatted(basket),
                    "{\"productId\": \"%s\", \"quantity\": 1}"
                            .formatted(world.products.get(product).id()));
            baskets.add(basket);
            world.payments.put(
                    basket,
                    text(
                            client.must(
                                    "POST",
                                    "/api/payments",
                                    "{\"customerId\": \"%s\", \"amount\": 100}".formatted(customer)),
                            "id"));
        }
    }

    @When("{int} of them check out")
    public void checkOut(int count) {
        for (int i = 0; i < count; i++) {
            String basket = baskets.remove();
            client.must(
                    "PUT",
                    "/api/baskets/%s/checkout".formatted(basket),
                    "{\"paymentId\": \"%s\"}".formatted(world.payments.get(basket)));
            orders.add(basket);
        }
    }

    @When("^one each of (.*) is killed$")
    public void isKilled(String services) {
        world.killed = true;
        for (String service : services.split(", | and ")) {
            Mall.kill(Mall.instancesOf(service).getFirst());
        }
    }

    @When("they pay their invoices")
    public void payInvoices() {
        orders.forEach(order -> eventually(() -> assertThat(
                        client.quietly("PUT", "/api/payments/invoices/%s/pay".formatted(order), "{}")
                                .status())
                .isEqualTo(200)));
    }

    @Then("all their orders become {string}")
    public void become(String status) {
        orders.forEach(order ->
                eventually(() -> assertThat(text(client.look("/api/ordering/" + order), "order", "status"))
                        .isEqualTo(status)));
    }

    private static void eventually(Runnable assertion) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion::run);
    }
}
