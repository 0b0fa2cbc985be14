package dev.mallbots.features;

import static dev.mallbots.features.World.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cucumber.java.After;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Steps about baskets, payments and orders. */
public final class OrderSteps {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> DEAD_LISTS = Set.of("cancelled", "completed");

    private final World world;
    private final Client client;
    private final Set<String> frozen = new HashSet<>();

    public OrderSteps(World world, Client client) {
        this.world = world;
        this.client = client;
    }

    @After
    public void letAllGoOn() {
        for (String service : frozen) {
            Mall.resume(service);
        }
    }

    @Given("the {string} service does not answer")
    public void doesNotAnswer(String service) {
        frozen.add(service);
        Mall.freeze(service);
    }

    @When("the {string} service answers again")
    public void answersAgain(String service) {
        Mall.resume(service);
        frozen.remove(service);
    }

    // ---- paying

    @Given("{string} has authorized a payment of {word}")
    public void hasAuthorized(String customer, String amount) {
        ObjectNode body =
                json().put("customerId", world.customers.get(customer)).put("amount", new BigDecimal(amount));
        world.payments.put(customer, text(client.must("POST", "/api/payments", body.toString()), "id"));
    }

    /** Payments creates the invoice a moment after the order is ready. */
    @When("she pays the invoice")
    @When("she pays the invoice again")
    public void paysInvoice() {
        eventually(() -> {
            client.send("PUT", "/api/payments/invoices/%s/pay".formatted(world.order), "{}");
            assertThat(client.last().status()).isNotEqualTo(404);
        });
    }

    @Then("its invoice is over {word} and {string}")
    public void itsInvoice(String amount, String status) {
        eventually(() -> {
            JsonNode invoice =
                    client.look("/api/payments/invoices/" + world.order).path("invoice");
            assertThat(text(invoice, "status")).isEqualTo(status);
            assertThat(invoice.path("amount").decimalValue()).isEqualByComparingTo(amount);
        });
    }

    @Then("its payment becomes {string}")
    public void itsPaymentBecomes(String status) {
        eventually(() -> assertThat(paymentStatus(world.payment.orElseThrow())).isEqualTo(status));
    }

    @Then("the payment of {string} is still {string}")
    public void paymentIsStill(String customer, String status) {
        assertThat(paymentStatus(world.payments.get(customer))).isEqualTo(status);
    }

    private String paymentStatus(String id) {
        return text(client.look("/api/payments/" + id), "payment", "status");
    }

    // ---- baskets

    @When("{string} fills a basket with {int} {string}")
    public void fills(String customer, int quantity, String product) {
        begins(customer);
        must(puts(quantity, product));
    }

    @When("{string} fills a basket with {int} {string} and {int} {string}")
    public void fills(String customer, int quantity, String product, int second, String other) {
        fills(customer, quantity, product);
        must(puts(second, other));
    }

    @When("{string} fills a basket with {int} {string} and {int} {string} and {int} {string}")
    public void fills(
            String customer, int quantity, String product, int second, String other, int third, String another) {
        fills(customer, quantity, product, second, other);
        must(puts(third, another));
    }

    @When("{string} fills a basket with something from each of them")
    public void fillsFromEach(String customer) {
        begins(customer);
        world.products.keySet().forEach(product -> must(puts(1, product)));
    }

    private void begins(String customer) {
        world.customer = customer;
        world.payment = Optional.ofNullable(world.payments.get(customer));
        String body = json().put("customerId", world.customerId()).toString();
        world.order = text(client.must("POST", "/api/baskets", body), "id");
    }

    @When("she puts {word} {string} into the basket")
    public void putsWord(String quantity, String product) {
        change("addItem", world.products.get(product).id(), quantity);
    }

    @When("she puts a product that does not exist into the basket")
    public void putsUnknown() {
        change("addItem", UUID.randomUUID().toString(), "1");
    }

    @When("she takes {int} {string} out of the basket")
    public void takes(int quantity, String product) {
        must(change("removeItem", world.products.get(product).id(), "" + quantity));
    }

    private Client.Answer puts(int quantity, String product) {
        return change("addItem", world.products.get(product).id(), "" + quantity);
    }

    private Client.Answer change(String verb, String product, String quantity) {
        return client.send(
                "PUT",
                "/api/baskets/%s/%s".formatted(world.order, verb),
                "{\"productId\": \"%s\", \"quantity\": %s}".formatted(product, quantity));
    }

    @When("she cancels the basket")
    public void cancelsBasket() {
        client.must("DELETE", "/api/baskets/" + world.order, null);
    }

    @Then("the basket holds {int} {string} and {int} {string}")
    public void holds(int quantity, String product, int second, String other) {
        holds(quantity, product);
        holds(second, other);
    }

    @Then("the basket holds {int} {string}")
    public void holds(int quantity, String product) {
        assertThat(item(product).path("quantity").asInt()).isEqualTo(quantity);
    }

    @Then("the basket holds {int} {string} at {word}")
    public void holdsAt(int quantity, String product, String price) {
        holds(quantity, product);
        assertThat(item(product).path("productPrice").decimalValue()).isEqualByComparingTo(price);
    }

    @Then("the basket is empty")
    public void isEmpty() {
        assertThat(items()).isEmpty();
    }

    private JsonNode items() {
        return client.look("/api/baskets/" + world.order).path("basket").path("items");
    }

    private JsonNode item(String product) {
        for (JsonNode item : items()) {
            if (text(item, "productId").equals(world.products.get(product).id())) {
                return item;
            }
        }
        throw new AssertionError("no %s in %s".formatted(product, items()));
    }

    @When("she checks the basket out")
    @When("she checks the basket out again")
    public void checksOut() {
        checkOut(world.payment.orElseThrow());
    }

    @When("she checks the basket out with the payment of {string}")
    public void checksOutWith(String customer) {
        world.payment = Optional.of(world.payments.get(customer));
        checksOut();
    }

    @When("she checks the basket out with a payment that does not exist")
    public void checksOutWithUnknown() {
        checkOut(UUID.randomUUID().toString());
    }

    private Client.Answer checkOut(String payment) {
        return client.send(
                "PUT",
                "/api/baskets/%s/checkout".formatted(world.order),
                json().put("paymentId", payment).toString());
    }

    // ---- orders

    @Given("{string} has an order for {int} {string} that is {string}")
    public void hasAnOrder(String customer, int quantity, String product, String status) {
        fills(customer, quantity, product);
        must(checkOut(world.payment.orElseThrow()));
        becomes(status);
    }

    @When("{string} orders {int} {string} at {word} each without a basket")
    public void orders(String customer, int quantity, String product, String price) {
        world.customer = customer;
        world.payment = Optional.of(world.payments.get(customer));
        World.Product wanted = world.products.get(product);
        ObjectNode body = json().put("customerId", world.customerId()).put("paymentId", world.payments.get(customer));
        ArrayNode items = body.putArray("items");
        items.addObject()
                .put("storeId", wanted.storeId())
                .put("productId", wanted.id())
                .put("storeName", wanted.store())
                .put("productName", product)
                .put("price", new BigDecimal(price))
                .put("quantity", quantity);
        world.order = text(client.send("POST", "/api/ordering", body.toString()).body(), "id");
    }

    @When("she cancels the order")
    @When("she cancels the order again")
    public void cancels() {
        client.send("DELETE", "/api/ordering/" + world.order, null);
    }

    /** Waits for the status; an order that proceeds by itself may already have a later one. */
    @Then("the order becomes {string}")
    public void becomes(String status) {
        eventually(() -> assertThat(orderStatus()).isEqualTo(status));
    }

    @Then("the order is still {string}")
    public void isStill(String status) {
        assertThat(orderStatus()).isEqualTo(status);
    }

    private String orderStatus() {
        return text(client.look("/api/ordering/" + world.order), "order", "status");
    }

    @Then("its saga becomes {string}")
    public void itsSagaBecomes(String state) {
        eventually(() -> assertThat(text(client.look("/api/ops/sagas/" + world.order), "saga", "state"))
                .isEqualTo(state));
    }

    // ---- the depot

    @Given("every robot is busy for a while")
    public void everyRobotIsBusy() {
        StoreSteps stores = new StoreSteps(world, client);
        World.Product bread = world.products.get("Bread");
        stores.manyStores();
        String customer = world.customer;
        int robots = client.look("/api/depot/bots").path("bots").size();
        for (int i = 0; i < robots; i++) {
            hasAuthorized(customer, "100");
            fillsFromEach(customer);
            must(checkOut(world.payment.orElseThrow()));
            becomes("in-progress");
        }
        hasAuthorized(customer, "100");
        world.products.clear();
        world.products.put("Bread", bread);
    }

    @Then("its shopping list becomes {string}")
    public void itsListBecomes(String status) {
        eventually(() -> assertThat(text(list(), "status")).isEqualTo(status));
    }

    @Then("its shopping list has a stop at {string} for {int} {string}")
    public void hasStop(String store, int quantity, String product) {
        assertThat(list().path("stops")).anySatisfy(stop -> {
            assertThat(text(stop, "storeName")).isEqualTo(store);
            assertThat(stop.path("items")).hasSize(1);
            assertThat(text(stop.path("items").path(0), "productName")).isEqualTo(product);
            assertThat(stop.path("items").path(0).path("quantity").asInt()).isEqualTo(quantity);
        });
    }

    @Then("it has no live shopping list")
    public void hasNoLiveList() {
        eventually(() ->
                assertThat(lists()).allSatisfy(list -> assertThat(DEAD_LISTS).contains(text(list, "status"))));
    }

    private JsonNode lists() {
        return client.look("/api/depot/shopping?orderId=" + world.order).path("shoppingLists");
    }

    private JsonNode list() {
        assertThat(lists()).hasSize(1);
        return lists().path(0);
    }

    private static void must(Client.Answer answer) {
        assertThat(answer.status()).as(() -> answer.body().toString()).isEqualTo(200);
    }

    private static ObjectNode json() {
        return Client.JSON.createObjectNode();
    }

    static void eventually(Runnable assertion) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(25)).untilAsserted(assertion::run);
    }
}
