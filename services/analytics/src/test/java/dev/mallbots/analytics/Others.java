package dev.mallbots.analytics;

import com.google.protobuf.Message;
import dev.mallbots.contracts.baskets.v1.BasketCheckedOut;
import dev.mallbots.contracts.baskets.v1.BasketStarted;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderCompleted;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderItem;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/** Publishes events of the other contexts, at times that a test chooses. */
public final class Others {

    public static final String STORES = "mallbots.stores.events.Store";
    public static final String PRODUCTS = "mallbots.stores.events.Product";
    public static final String BASKETS = "mallbots.baskets.events.Basket";
    public static final String ORDERS = "mallbots.ordering.events.Order";

    private final Topics topics = new Topics();

    public record Line(UUID store, UUID product, String price, int quantity) {

        public static Line of(String price, int quantity) {
            return new Line(Ids.next(), Ids.next(), price, quantity);
        }
    }

    public Topics topics() {
        return topics;
    }

    /** @return the message's id */
    public UUID tell(String topic, UUID subject, Message event, long sequence, Instant at) {
        return topics.draft(event)
                .sequence(sequence)
                .header("ce_time", at.toString())
                .header("ce_source", "/services/" + topic.split("\\.")[1])
                .publish(topic, subject);
    }

    public void storeCreated(UUID id, String name) {
        StoreCreated event = StoreCreated.newBuilder()
                .setStoreId(id.toString())
                .setName(name)
                .build();
        tell(STORES, id, event, 1, Instant.now());
    }

    public void storeRebranded(UUID id, String name, long version) {
        StoreRebranded event = StoreRebranded.newBuilder()
                .setStoreId(id.toString())
                .setName(name)
                .build();
        tell(STORES, id, event, version, Instant.now());
    }

    public void productAdded(UUID id, String name) {
        ProductAdded event = ProductAdded.newBuilder()
                .setProductId(id.toString())
                .setName(name)
                .build();
        tell(PRODUCTS, id, event, 1, Instant.now());
    }

    public void basketStarted(UUID id, Instant at) {
        tell(BASKETS, id, BasketStarted.newBuilder().setBasketId(id.toString()).build(), 1, at);
    }

    public void basketCheckedOut(UUID id, Instant at) {
        tell(
                BASKETS,
                id,
                BasketCheckedOut.newBuilder().setBasketId(id.toString()).build(),
                2,
                at);
    }

    public void orderCreated(UUID id, Instant at, Line... lines) {
        OrderCreated event = OrderCreated.newBuilder()
                .setOrderId(id.toString())
                .addAllItems(Arrays.stream(lines).map(Others::item).toList())
                .build();
        tell(ORDERS, id, event, 1, at);
    }

    public void orderApproved(UUID id, Instant at) {
        tell(ORDERS, id, OrderApproved.newBuilder().setOrderId(id.toString()).build(), 2, at);
    }

    public void orderReadied(UUID id, Instant at) {
        tell(ORDERS, id, OrderReadied.newBuilder().setOrderId(id.toString()).build(), 3, at);
    }

    public void orderCompleted(UUID id, Instant at) {
        tell(ORDERS, id, OrderCompleted.newBuilder().setOrderId(id.toString()).build(), 4, at);
    }

    /** An order that was placed and completed at that time. */
    public UUID sold(Instant at, Line... lines) {
        UUID order = Ids.next();
        orderCreated(order, at.minusSeconds(60), lines);
        orderCompleted(order, at);
        return order;
    }

    private static OrderItem item(Line line) {
        return OrderItem.newBuilder()
                .setStoreId(line.store().toString())
                .setProductId(line.product().toString())
                .setPrice(Money.newBuilder().setAmount(line.price()).setCurrency("EUR"))
                .setQuantity(line.quantity())
                .build();
    }
}
