package dev.mallbots.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mallbots.chaos.Caller.Outcome;
import dev.mallbots.chaos.Ledger.Deed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The stores that people shop in, and their owners, who rename things now and then. */
final class Shop {

    private static final int STORES = 3;
    private static final int PRODUCTS = 4;

    /** Something that is sold. */
    record Product(String id, String storeId, String name, String storeName, BigDecimal price) {}

    private final Caller caller;
    private final Ledger ledger;
    private final List<Product> products = new ArrayList<>();

    Shop(Caller caller, Ledger ledger) {
        this.caller = caller;
        this.ledger = ledger;
    }

    /** Opens the stores while nothing is broken yet. */
    void open() {
        for (int store = 1; store <= STORES; store++) {
            String name = "Store " + store;
            String id = create("/api/stores", json().put("name", name).put("location", "Aisle " + store));
            ledger.answered(Deed.STORE_CREATED, id);
            must(caller.write("PUT", "/api/stores/" + id + "/participating", "{}"));
            ledger.answered(Deed.STORE_OPENED, id);
            for (int product = 1; product <= PRODUCTS; product++) {
                products.add(
                        add(id, name, "Thing %d.%d".formatted(store, product), "%d.%d5".formatted(product, store)));
            }
        }
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

    /** One store or product gets a new name, so that the copies of names have something to follow. */
    void rename(Random random, int number) {
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
