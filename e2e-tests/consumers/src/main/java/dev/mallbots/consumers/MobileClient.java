package dev.mallbots.consumers;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What the mobile app asks: a customer's way from the open stores to a completed order. It reads less than the pages do. */
final class MobileClient {

    private final Gateway gateway;

    MobileClient(Gateway gateway) {
        this.gateway = gateway;
    }

    record Store(UUID id, String name) {}

    record Product(UUID id, String name, BigDecimal price) {}

    record Basket(List<Item> items) {
        BigDecimal total() {
            return items.stream()
                    .map(item -> item.productPrice().multiply(BigDecimal.valueOf(item.quantity())))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    record Item(String productName, BigDecimal productPrice, int quantity) {}

    record Update(OrderStatus status) {}

    record Notification(String message, Instant sentAt) {}

    private record Stores(List<Store> stores) {}

    private record Products(List<Product> products) {}

    private record BasketAnswer(Basket basket) {}

    private record Created(UUID id) {}

    private record Notifications(List<Notification> notifications) {}

    List<Store> openStores() {
        return gateway.get("/api/stores/participating?limit=50", Stores.class).stores();
    }

    List<Product> products(UUID store) {
        return gateway.get("/api/stores/%s/products?limit=50".formatted(store), Products.class)
                .products();
    }

    UUID startBasket(UUID customer) {
        return gateway.post("/api/baskets", Map.of("customerId", customer), Created.class)
                .id();
    }

    void add(UUID basket, UUID product, int quantity) {
        gateway.put("/api/baskets/%s/addItem".formatted(basket), Map.of("productId", product, "quantity", quantity));
    }

    Basket basket(UUID id) {
        return gateway.get("/api/baskets/" + id, BasketAnswer.class).basket();
    }

    UUID authorize(UUID customer, BigDecimal amount) {
        return gateway.post("/api/payments", Map.of("customerId", customer, "amount", amount), Created.class)
                .id();
    }

    /** The order has the basket's id. */
    void checkOut(UUID basket, UUID payment) {
        gateway.put("/api/baskets/%s/checkout".formatted(basket), Map.of("paymentId", payment));
    }

    /** Tells the present status of the order, then each new one, until the order has ended. */
    void watch(UUID order, Consumer<OrderStatus> listener) {
        gateway.follow(
                "/api/ordering/%s/updates".formatted(order),
                Optional.empty(),
                Update.class,
                update -> listener.accept(update.data().status()));
    }

    void pay(UUID order) {
        gateway.put("/api/payments/invoices/%s/pay".formatted(order));
    }

    List<Notification> notifications(UUID customer) {
        return gateway.get("/api/notifications?customerId=%s&limit=50".formatted(customer), Notifications.class)
                .notifications();
    }
}
