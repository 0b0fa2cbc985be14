package dev.mallbots.ordering.out.messaging;

import com.google.protobuf.Message;
import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCompleted;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderInProgress;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderEvent;
import dev.mallbots.ordering.domain.OrderItem;
import dev.mallbots.platform.eventsourcing.Change;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.service.Amounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Translates an order's stored events into published events. */
@ApplicationScoped
public class OrderEventTranslator {

    private final Amounts amounts;

    public OrderEventTranslator(Amounts amounts) {
        this.amounts = amounts;
    }

    /** The published events in their order; unpublished events are left out. */
    public List<OutgoingMessage> translate(Change<Order, OrderEvent> change) {
        return change.events().stream()
                .flatMap(recorded -> payload(change.state(), recorded.event())
                        .map(payload -> OutgoingMessage.event(
                                        "ordering", "Order", change.id(), recorded.version(), payload)
                                .correlatedWith(change.id()))
                        .stream())
                .toList();
    }

    /** Reads only fields of the order that never change, because the order may be some events ahead. */
    private Optional<Message> payload(Order order, OrderEvent event) {
        var id = order.id().toString();
        var customer = order.customerId().toString();
        var payment = order.paymentId().toString();
        return switch (event) {
            case OrderEvent.OrderCreated _ ->
                Optional.of(OrderCreated.newBuilder()
                        .setOrderId(id)
                        .setCustomerId(customer)
                        .setPaymentId(payment)
                        .addAllItems(order.items().stream().map(this::item).toList())
                        .setTotal(amounts.write(order.total()))
                        .build());
            case OrderEvent.OrderApproved approved ->
                Optional.of(OrderApproved.newBuilder()
                        .setOrderId(id)
                        .setCustomerId(customer)
                        .setShoppingListId(approved.shoppingListId().toString())
                        .build());
            case OrderEvent.OrderRejected rejected ->
                Optional.of(OrderRejected.newBuilder()
                        .setOrderId(id)
                        .setCustomerId(customer)
                        .setReason(rejected.reason())
                        .setPaymentId(payment)
                        .build());
            case OrderEvent.OrderInProgress _ ->
                Optional.of(OrderInProgress.newBuilder()
                        .setOrderId(id)
                        .setCustomerId(customer)
                        .setPaymentId(payment)
                        .build());
            case OrderEvent.OrderReadied _ ->
                Optional.of(OrderReadied.newBuilder()
                        .setOrderId(id)
                        .setCustomerId(customer)
                        .setPaymentId(payment)
                        .setTotal(amounts.write(order.total()))
                        .build());
            case OrderEvent.OrderCanceled _ ->
                Optional.of(OrderCanceled.newBuilder()
                        .setOrderId(id)
                        .setCustomerId(customer)
                        .setPaymentId(payment)
                        .build());
            case OrderEvent.OrderCompleted _ ->
                Optional.of(OrderCompleted.newBuilder()
                        .setOrderId(id)
                        .setCustomerId(customer)
                        .setPaymentId(payment)
                        .build());
            case OrderEvent.ShoppingStartedEarly _, OrderEvent.ShoppingCompletedEarly _ -> Optional.empty();
        };
    }

    private dev.mallbots.contracts.ordering.v1.OrderItem item(OrderItem item) {
        return dev.mallbots.contracts.ordering.v1.OrderItem.newBuilder()
                .setStoreId(item.storeId().toString())
                .setProductId(item.productId().toString())
                .setStoreName(item.storeName())
                .setProductName(item.productName())
                .setPrice(amounts.write(item.price()))
                .setQuantity(item.quantity())
                .build();
    }
}
