package dev.mallbots.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mallbots.chaos.Caller.Outcome;
import dev.mallbots.chaos.Ledger.Deed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The stores with shoppers, and their owners, who occasionally rename things. One more store changes its participation, prices and products
 * all the time; it has no shoppers, so that shoppers meet no other failures than outages.
 */
final class Shop {

    private static final int STORES = 3;
    private static final int PRODUCTS = 4;

    /** A product. */
    record Product(String id, String storeId, String name, String storeName, BigDecimal price) {}

    private final Caller caller;
    private final Ledger ledger;
    private final List<Product> products = new ArrayList<>();
    private String restlessStore;
    private Product restlessProduct;
    private BigDecimal restlessPrice;

    Shop(Caller caller, Ledger ledger) {
        this.caller = caller;
        this.ledger = ledger;
    }

    /** Opens the stores before the first failure. */
    void open() {
        for (int store = 1; store <= STORES; store++) {
            String name = "Store " + store;
            String id = open(name, "Aisle " + store);
            for (int product = 1; product <= PRODUCTS; product++) {
                products.add(
                        add(id, name, "Thing %d.%d".formatted(store, product), "%d.%d5".formatted(product, store)));
            }
        }
        restlessStore = open("The restless store", "Aisle 0");
        restlessPrice = new BigDecimal("100.05");
        restlessProduct = add(restlessStore, "The restless store", "A restless thing", restlessPrice.toPlainString());
    }

    private String open(String name, String location) {
        String id = create("/api/stores", json().put("name", name).put("location", location));
        ledger.answered(Deed.STORE_CREATED, id);
        must(caller.write("PUT", "/api/stores/" + id + "/participating", "{}"));
        ledger.answered(Deed.STORE_OPENED, id);
        return id;
    }

    private Product add(String store, String storeName, String name, String price) {
        String id = create(
                "/api/stores/" + store + "/products",
                json().put("name", name)
                        .put("description", "fresh")
                        .put("sku", name)
                        .put("price", new BigDecimal(price)));
        ledger.answered(Deed.PRODUCT_ADDED, id);
        return new Product(id, store, name, storeName, new BigDecimal(price));
    }

    List<Product> products() {
        return products;
    }

    /** Makes a change that other services have copies of. */
    void change(Random random, int number) {
        switch (random.nextInt(5)) {
            case 0 -> openOrClose();
            case 1 -> changePrice(random);
            case 2 -> sellAndRemove(number);
            default -> rename(random, number);
        }
    }

    private void openOrClose() {
        String address = "/api/stores/" + restlessStore + "/participating";
        if (caller.write("DELETE", address, null) instanceof Outcome.Refused) {
            caller.write("PUT", address, "{}");
        }
    }

    private void changePrice(Random random) {
        BigDecimal step = new BigDecimal(1 + random.nextInt(500)).movePointLeft(2);
        boolean rises = random.nextBoolean() || restlessPrice.compareTo(step) <= 0;
        BigDecimal price = rises ? restlessPrice.add(step) : restlessPrice.subtract(step);
        String address =
                "/api/stores/products/%s/%s".formatted(restlessProduct.id(), rises ? "increasePrice" : "decreasePrice");
        if (caller.write("PUT", address, json().put("price", price).toString()) instanceof Outcome.Done) {
            restlessPrice = price;
            ledger.answered(Deed.PRICE_CHANGED, restlessProduct.id());
        }
    }

    private void sellAndRemove(int number) {
        ObjectNode product = json().put("name", "A passing thing " + number)
                .put("description", "gone tomorrow")
                .put("sku", "P" + number)
                .put("price", new BigDecimal("0.75"));
        if (caller.write("POST", "/api/stores/" + restlessStore + "/products", product.toString())
                instanceof Outcome.Done(JsonNode added)) {
            String id = added.path("id").asText();
            ledger.answered(Deed.PRODUCT_ADDED, id);
            if (caller.write("DELETE", "/api/stores/products/" + id, null) instanceof Outcome.Done) {
                ledger.answered(Deed.PRODUCT_REMOVED, id);
            }
        }
    }

    private void rename(Random random, int number) {
        Product product = products.get(random.nextInt(products.size()));
        if (random.nextBoolean()) {
            rename(
                    "/api/stores/" + product.storeId(),
                    json().put("name", "Store no. " + number),
                    () -> ledger.answered(Deed.STORE_RENAMED, product.storeId()));
        } else {
            rename(
                    "/api/stores/products/" + product.id(),
                    json().put("name", "Thing no. " + number).put("description", "still fresh"),
                    () -> ledger.answered(Deed.PRODUCT_RENAMED, product.id()));
        }
    }

    private void rename(String path, ObjectNode body, Runnable done) {
        if (caller.write("PUT", path + "/rebrand", body.toString()) instanceof Outcome.Done) {
            done.run();
        }
    }

    private String create(String path, ObjectNode body) {
        return must(caller.write("POST", path, body.toString()))
                .body()
                .path("id")
                .asText();
    }

    private static Outcome.Done must(Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            return done;
        }
        throw new IllegalStateException("the mall does not work before anything is broken: " + outcome);
    }

    static ObjectNode json() {
        return Caller.JSON.createObjectNode();
    }
}
