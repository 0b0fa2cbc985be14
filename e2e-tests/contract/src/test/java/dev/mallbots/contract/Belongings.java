package dev.mallbots.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * One object of each kind that a call can be about, all owned by one customer and one store owner.
 *
 * @param order paid, collected and invoiced; its invoice and its saga have the same id
 * @param basket open, with one product
 */
record Belongings(
        UUID customer,
        UUID storeOwner,
        String store,
        String product,
        String basket,
        String payment,
        String order,
        String shoppingList,
        String bot) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Belongings of(UUID customer, UUID storeOwner) {
        Mall mall = Mall.get();
        String seller = "store-owner:" + storeOwner;
        String buyer = "customer:" + customer;
        String store = store(seller);
        mall.mustAs(seller, "PUT", "/api/stores/%s/participating".formatted(store), "{}");
        String product = product(seller, store);
        register(buyer);
        String order = basketWith(buyer, customer, product);
        String payment = payment(buyer, customer);
        mall.mustAs(buyer, "PUT", "/api/baskets/%s/checkout".formatted(order), """
            {"paymentId": "%s"}\
            """.formatted(payment));
        await(
                "/api/payments/invoices/" + order,
                answer -> answer.path("invoice").path("status").asText().equals("pending"));
        await(
                "/api/search/orders/" + order,
                answer -> answer.path("order").path("status").asText().equals("ready"));
        JsonNode lists = mall.must("GET", "/api/depot/shopping?orderId=" + order, null);
        JsonNode bots = mall.must("GET", "/api/depot/bots", null);
        return new Belongings(
                customer,
                storeOwner,
                store,
                product,
                basketWith(buyer, customer, product),
                payment,
                order,
                lists.path("shoppingLists").path(0).path("id").asText(),
                bots.path("bots").path(0).path("id").asText());
    }

    /** A new store, which does not participate. */
    static String store(String seller) {
        return id(Mall.get().mustAs(seller, "POST", "/api/stores", """
            {"name": "Waldorf Books", "location": "first floor"}\
            """));
    }

    /** A new product, for 10. */
    static String product(String seller, String store) {
        return id(Mall.get().mustAs(seller, "POST", "/api/stores/%s/products".formatted(store), """
            {"name": "A book", "description": "paperback", "sku": "978", "price": 10}\
            """));
    }

    static void register(String buyer) {
        Mall.get().mustAs(buyer, "POST", "/api/customers", """
            {"name": "Ada Lovelace", "smsNumber": "+44 20 7946 0958"}\
            """);
    }

    static String basket(String buyer, UUID customer) {
        return id(Mall.get().mustAs(buyer, "POST", "/api/baskets", """
            {"customerId": "%s"}\
            """.formatted(customer)));
    }

    /** A new basket with one piece of a product. */
    static String basketWith(String buyer, UUID customer, String product) {
        String basket = basket(buyer, customer);
        Mall.get().mustAs(buyer, "PUT", "/api/baskets/%s/addItem".formatted(basket), """
            {"productId": "%s", "quantity": 1}\
            """.formatted(product));
        return basket;
    }

    /** A new payment of 10. */
    static String payment(String buyer, UUID customer) {
        return id(Mall.get().mustAs(buyer, "POST", "/api/payments", """
            {"customerId": "%s", "amount": 10}\
            """.formatted(customer)));
    }

    /** Waits until an operator gets the expected answer. */
    static void await(String path, Predicate<JsonNode> expected) {
        Mall mall = Mall.get();
        Awaitility.await(path)
                .atMost(PATIENCE)
                .until(() -> expected.test(mall.ask("gateway", "GET", path, mall.tokenOf("operator"), null)
                        .body()));
    }

    private static String id(JsonNode created) {
        return created.path("id").asText();
    }
}
