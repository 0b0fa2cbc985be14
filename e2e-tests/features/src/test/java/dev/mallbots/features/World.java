package dev.mallbots.features;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The objects of a scenario by the names it gave, and its current customer and objects. */
public final class World {

    record Product(String id, String storeId, String store, String name, String price) {}

    /** The state before the scenario. */
    final Instant began = Instant.now();

    final Map<String, String> stores = new HashMap<>();
    final Map<String, Product> products = new HashMap<>();
    final Map<String, String> customers = new HashMap<>();
    final Map<String, String> payments = new HashMap<>();

    /** The customer called "she". */
    String customer;
    /** Her basket, and so her order. */
    String order;
    /** Whether instances were killed and have to be started again at the end. */
    boolean killed;
    /** The payment she pays with. */
    Optional<String> payment = Optional.empty();

    String customerId() {
        return customers.get(customer);
    }

    static String text(JsonNode node, String... path) {
        JsonNode current = node;
        for (String step : path) {
            current = current.path(step);
        }
        return current.asText();
    }
}
