package dev.mallbots.features;

import static dev.mallbots.features.World.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Steps about stores, products and customers. */
public final class StoreSteps {

    private final World world;
    private final Client client;

    public StoreSteps(World world, Client client) {
        this.world = world;
        this.client = client;
    }

    @Given("a store {string} that sells {string} for {word}")
    public void aStore(String store, String product, String price) {
        openStore(store);
        client.must("PUT", "/api/stores/%s/participating".formatted(world.stores.get(store)), "{}");
        addProduct(store, product, price);
    }

    @Given("a store {string} that sells {string} for {word} and {string} for {word}")
    public void aStore(String store, String product, String price, String other, String otherPrice) {
        aStore(store, product, price);
        addProduct(store, other, otherPrice);
    }

    @Given("a store {string} that does not take part and sells {string} for {word}")
    public void aClosedStore(String store, String product, String price) {
        openStore(store);
        addProduct(store, product, price);
    }

    private void openStore(String name) {
        String body = json().put("name", name).put("location", "Aisle 1").toString();
        world.stores.put(name, text(client.must("POST", "/api/stores", body), "id"));
    }

    private void addProduct(String store, String name, String price) {
        String storeId = world.stores.get(store);
        String body = json().put("name", name)
                .put("description", "fresh")
                .put("sku", name.toUpperCase())
                .put("price", new BigDecimal(price))
                .toString();
        String id = text(client.must("POST", "/api/stores/%s/products".formatted(storeId), body), "id");
        world.products.put(name, new World.Product(id, storeId, store, name, price));
    }

    @Given("stores enough to keep a robot walking")
    public void manyStores() {
        for (int i = 1; i <= 10; i++) {
            aStore("Store " + i, "Thing " + i, "1");
        }
    }

    @When("{string} is enabled")
    public void isEnabled(String store) {
        client.send("PUT", "/api/stores/%s/participating".formatted(world.stores.get(store)), "{}");
    }

    @When("{string} closes")
    public void closes(String store) {
        client.must("DELETE", "/api/stores/%s/participating".formatted(world.stores.get(store)), null);
    }

    @Then("{string} is among the participating stores")
    public void isAmongTheParticipating(String store) {
        assertThat(participating()).contains(world.stores.get(store));
    }

    @Then("{string} is not among the participating stores")
    public void isNotAmongTheParticipating(String store) {
        assertThat(participating()).doesNotContain(world.stores.get(store));
    }

    /** Over all pages. */
    private List<String> participating() {
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = client.look("/api/stores/participating?limit=500" + next);
            page.path("stores").forEach(store -> ids.add(text(store, "id")));
            next = page.hasNonNull("next") ? "&next=" + text(page, "next") : null;
        } while (next != null);
        return ids;
    }

    @When("the store {string} is rebranded to {string}")
    public void storeRebranded(String store, String name) {
        client.must(
                "PUT",
                "/api/stores/%s/rebrand".formatted(world.stores.get(store)),
                json().put("name", name).toString());
    }

    @When("the product {string} is rebranded to {string}")
    public void productRebranded(String product, String name) {
        client.must(
                "PUT",
                pathOf(product) + "/rebrand",
                json().put("name", name).put("description", "fresher").toString());
    }

    @When("the product {string} is removed")
    public void removed(String product) {
        client.must("DELETE", pathOf(product), null);
    }

    @When("the price of {string} rises to {word}")
    public void rises(String product, String price) {
        client.send("PUT", pathOf(product) + "/increasePrice", "{\"price\": %s}".formatted(price));
    }

    @When("the price of {string} falls to {word}")
    public void falls(String product, String price) {
        client.send("PUT", pathOf(product) + "/decreasePrice", "{\"price\": %s}".formatted(price));
    }

    @Then("{string} costs {word}")
    public void costs(String product, String price) {
        JsonNode found = client.look(pathOf(product)).path("product");
        assertThat(found.path("price").decimalValue()).isEqualByComparingTo(price);
    }

    private String pathOf(String product) {
        return "/api/stores/products/" + world.products.get(product).id();
    }

    /** Other services' copies follow by events: a probe basket shows that the copy in baskets is up to date. */
    @When("everybody has heard that {string} costs {word}")
    public void heardOfPrice(String product, String price) {
        String basket = probeBasket();
        await().untilAsserted(() -> assertThat(priceIn(basket, product)).isEqualByComparingTo(price));
    }

    private BigDecimal priceIn(String basket, String product) {
        String body = json().put("productId", world.products.get(product).id())
                .put("quantity", 1)
                .toString();
        put("/api/baskets/%s/addItem".formatted(basket), body);
        JsonNode items = client.look("/api/baskets/" + basket).path("basket").path("items");
        BigDecimal price = StreamSupport.stream(items.spliterator(), false)
                .filter(item -> text(item, "productId")
                        .equals(world.products.get(product).id()))
                .map(item -> item.path("productPrice").decimalValue())
                .reduce((first, second) -> second)
                .orElse(BigDecimal.ZERO);
        put("/api/baskets/%s/removeItem".formatted(basket), body);
        return price;
    }

    @When("everybody has heard that {string} is removed")
    @When("everybody has heard that {string} is not sold now")
    public void heardOfRemoval(String product) {
        String basket = probeBasket();
        String body = json().put("productId", world.products.get(product).id())
                .put("quantity", 1)
                .toString();
        await().until(() -> put("/api/baskets/%s/addItem".formatted(basket), body) != 200);
    }

    private String probeBasket() {
        String body =
                json().put("customerId", "01900000-0000-7000-8000-000000000000").toString();
        return text(client.lookFor("/api/baskets", body), "id");
    }

    /** Reads only the status; the scenario's last answer stays. */
    private int put(String path, String body) {
        return client.quietly("PUT", path, body).status();
    }

    @Given("a customer {string}")
    public void aCustomer(String name) {
        String number = "+49 151 123 4567";
        Logs.mustNotTell(name);
        Logs.mustNotTell(number);
        String body = json().put("name", name).put("smsNumber", number).toString();
        world.customers.put(name, text(client.must("POST", "/api/customers", body), "id"));
        if (world.customer == null) {
            world.customer = name;
        }
    }

    @When("{string} is disabled")
    public void isDisabled(String customer) {
        client.send("PUT", "/api/customers/%s/disable".formatted(world.customers.get(customer)), "{}");
    }

    @When("{string} changes her number to {string}")
    public void changesNumber(String customer, String number) {
        Logs.mustNotTell(number);
        client.must(
                "PUT",
                "/api/customers/%s/change-sms".formatted(world.customers.get(customer)),
                json().put("smsNumber", number).toString());
    }

    private static ObjectNode json() {
        return Client.JSON.createObjectNode();
    }
}
