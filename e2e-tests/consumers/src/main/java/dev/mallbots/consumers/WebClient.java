package dev.mallbots.consumers;

import dev.mallbots.consumers.Gateway.Event;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What the pages ask: those of visitors, customers, store owners and operators. */
final class WebClient {

    private final Gateway gateway;

    WebClient(Gateway gateway) {
        this.gateway = gateway;
    }

    record Store(UUID id, String name, String location, boolean participating) {}

    record Product(UUID id, UUID storeId, String name, String description, String sku, BigDecimal price) {}

    record Basket(UUID id, String status, List<BasketItem> items) {}

    record BasketItem(UUID productId, String productName, String storeName, BigDecimal productPrice, int quantity) {}

    record Order(UUID id, OrderStatus status, boolean delayed, BigDecimal total, List<OrderItem> items) {}

    record OrderItem(String productName, String storeName, BigDecimal price, int quantity) {}

    record Update(OrderStatus status, Instant at) {}

    record FoundOrder(UUID orderId, OrderStatus status, BigDecimal total, Instant createdAt) {}

    record Invoice(BigDecimal amount, String status) {}

    record Notification(UUID orderId, String message, Instant sentAt) {}

    record Saga(UUID id, String definition, String state, String step, int attempts, Instant changedAt) {}

    record SagaStory(UUID id, String state, String step, List<SagaEntry> log) {}

    record SagaEntry(Instant at, String what, String detail) {}

    record DeadLetter(UUID id, String topic, String error, int tries, Instant lastTry) {}

    record DeadMessage(DeadLetter deadLetter, String payloadBase64) {}

    record Replay(int handled, int failed) {}

    record Happening(UUID id, String type, String source, Instant time) {}

    record Whereabouts(UUID id, String state, Instant at) {}

    private record Stores(List<Store> stores) {}

    private record StoreAnswer(Store store) {}

    private record Products(List<Product> products) {}

    private record ProductAnswer(Product product) {}

    private record Created(UUID id) {}

    private record BasketAnswer(Basket basket) {}

    private record OrderAnswer(Order order) {}

    private record FoundOrders(List<FoundOrder> orders) {}

    private record InvoiceAnswer(Invoice invoice) {}

    private record Notifications(List<Notification> notifications) {}

    private record Sagas(List<Saga> sagas) {}

    private record SagaAnswer(SagaStory saga) {}

    private record DeadLetters(List<DeadLetter> deadLetters) {}

    private record Trail(List<Happening> events) {}

    private record Messages(List<Whereabouts> messages) {}

    // ---- visitors

    List<Store> openStores() {
        return gateway.get("/api/stores/participating?limit=20", Stores.class).stores();
    }

    Store store(UUID id) {
        return gateway.get("/api/stores/" + id, StoreAnswer.class).store();
    }

    List<Product> products(UUID store) {
        return gateway.get("/api/stores/%s/products?limit=20".formatted(store), Products.class)
                .products();
    }

    Product product(UUID id) {
        return gateway.get("/api/stores/products/" + id, ProductAnswer.class).product();
    }

    // ---- customers

    UUID register(String name, String smsNumber) {
        return gateway.post("/api/customers", Map.of("name", name, "smsNumber", smsNumber), Created.class)
                .id();
    }

    UUID startBasket(UUID customer) {
        return gateway.post("/api/baskets", Map.of("customerId", customer), Created.class)
                .id();
    }

    Basket basket(UUID id) {
        return gateway.get("/api/baskets/" + id, BasketAnswer.class).basket();
    }

    void add(UUID basket, UUID product, int quantity) {
        gateway.put("/api/baskets/%s/addItem".formatted(basket), Map.of("productId", product, "quantity", quantity));
    }

    void remove(UUID basket, UUID product, int quantity) {
        gateway.put("/api/baskets/%s/removeItem".formatted(basket), Map.of("productId", product, "quantity", quantity));
    }

    UUID authorize(UUID customer, BigDecimal amount) {
        return gateway.post("/api/payments", Map.of("customerId", customer, "amount", amount), Created.class)
                .id();
    }

    /** The order has the basket's id. */
    void checkOut(UUID basket, UUID payment) {
        gateway.put("/api/baskets/%s/checkout".formatted(basket), Map.of("paymentId", payment));
    }

    Order order(UUID id) {
        return gateway.get("/api/ordering/" + id, OrderAnswer.class).order();
    }

    /** Tells the present status of the order, then each new one, until the order has ended. */
    void watch(UUID order, Consumer<Event<Update>> listener) {
        gateway.follow(updates(order), Optional.empty(), Update.class, listener);
    }

    /** After a lost connection: tells every change since an event. */
    void watchSince(String event, UUID order, Consumer<Event<Update>> listener) {
        gateway.follow(updates(order), Optional.of(event), Update.class, listener);
    }

    private static String updates(UUID order) {
        return "/api/ordering/%s/updates".formatted(order);
    }

    List<FoundOrder> ordersOf(UUID customer) {
        return gateway.query(
                        "/api/search/orders",
                        Map.of("filters", Map.of("customerId", customer), "limit", 20),
                        FoundOrders.class)
                .orders();
    }

    Invoice invoice(UUID order) {
        return gateway.get("/api/payments/invoices/" + order, InvoiceAnswer.class)
                .invoice();
    }

    void pay(UUID order) {
        gateway.put("/api/payments/invoices/%s/pay".formatted(order));
    }

    List<Notification> notifications(UUID customer) {
        return gateway.get("/api/notifications?customerId=%s&limit=20".formatted(customer), Notifications.class)
                .notifications();
    }

    // ---- store owners

    UUID openStore(String name, String location) {
        return gateway.post("/api/stores", Map.of("name", name, "location", location), Created.class)
                .id();
    }

    void participate(UUID store) {
        gateway.put("/api/stores/%s/participating".formatted(store));
    }

    void stopParticipating(UUID store) {
        gateway.delete("/api/stores/%s/participating".formatted(store));
    }

    UUID addProduct(UUID store, String name, String description, String sku, BigDecimal price) {
        return gateway.post(
                        "/api/stores/%s/products".formatted(store),
                        Map.of("name", name, "description", description, "sku", sku, "price", price),
                        Created.class)
                .id();
    }

    void increasePrice(UUID product, BigDecimal price) {
        gateway.put("/api/stores/products/%s/increasePrice".formatted(product), Map.of("price", price));
    }

    void decreasePrice(UUID product, BigDecimal price) {
        gateway.put("/api/stores/products/%s/decreasePrice".formatted(product), Map.of("price", price));
    }

    void removeProduct(UUID product) {
        gateway.delete("/api/stores/products/" + product);
    }

    // ---- operators

    List<Saga> completedSagas() {
        return gateway.get("/api/ops/sagas?state=completed&limit=20", Sagas.class)
                .sagas();
    }

    SagaStory saga(UUID order) {
        return gateway.get("/api/ops/sagas/" + order, SagaAnswer.class).saga();
    }

    List<DeadLetter> deadLetters(String service) {
        return gateway.get("/api/ops/%s/dead-letters?limit=20".formatted(service), DeadLetters.class)
                .deadLetters();
    }

    DeadMessage deadLetter(String service, UUID id) {
        return gateway.get("/api/ops/%s/dead-letters/%s".formatted(service, id), DeadMessage.class);
    }

    Replay replayDeadLetters(String service) {
        return gateway.post("/api/ops/%s/dead-letters/replay".formatted(service), Replay.class);
    }

    void discardDeadLetter(String service, UUID id, String reason) {
        gateway.post("/api/ops/%s/dead-letters/%s/discard".formatted(service, id), Map.of("reason", reason));
    }

    /** What happened to an order, oldest first. */
    List<Happening> story(UUID order) {
        return gateway.get("/api/audit/%s?limit=100".formatted(order), Trail.class)
                .events();
    }

    /** What a service knows of a message of the story; empty if it knows nothing of it. */
    List<Whereabouts> whereabouts(String service, UUID message) {
        return gateway.get("/api/ops/%s/messages?id=%s".formatted(service, message), Messages.class)
                .messages();
    }
}
