package dev.mallbots.search.in.messaging;

import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCompleted;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderInProgress;
import dev.mallbots.contracts.ordering.v1.OrderItem;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.search.application.OrderBook;
import dev.mallbots.search.domain.OrderStatus;
import dev.mallbots.search.domain.PlacedOrder;
import dev.mallbots.search.domain.PlacedOrder.PlacedLine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
class OrderMessages implements MessageSubscriber {

    private final OrderBook book;
    private final Amounts amounts;

    OrderMessages(OrderBook book, Amounts amounts) {
        this.book = book;
        this.amounts = amounts;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(
                OrderCreated.class,
                (event, context) ->
                        book.place(placed(event, context), context.sequence().orElseThrow()));
        on.event(OrderApproved.class, (event, context) -> moved(event.getOrderId(), OrderStatus.APPROVED, context));
        on.event(OrderRejected.class, (event, context) -> moved(event.getOrderId(), OrderStatus.REJECTED, context));
        on.event(
                OrderInProgress.class, (event, context) -> moved(event.getOrderId(), OrderStatus.IN_PROGRESS, context));
        on.event(OrderReadied.class, (event, context) -> moved(event.getOrderId(), OrderStatus.READY, context));
        on.event(OrderCompleted.class, (event, context) -> moved(event.getOrderId(), OrderStatus.COMPLETED, context));
        on.event(OrderCanceled.class, (event, context) -> moved(event.getOrderId(), OrderStatus.CANCELLED, context));
    }

    private Uni<Void> moved(String orderId, OrderStatus status, MessageContext context) {
        return book.move(id(orderId), status, context.sequence().orElseThrow());
    }

    private PlacedOrder placed(OrderCreated event, MessageContext context) {
        return new PlacedOrder(
                id(event.getOrderId()),
                Fields.uuid("customer_id", event.getCustomerId()),
                Fields.uuid("payment_id", event.getPaymentId()),
                amounts.read("total", event.getTotal()),
                context.time(),
                event.getItemsList().stream().map(this::line).toList());
    }

    private PlacedLine line(OrderItem item) {
        return new PlacedLine(
                Fields.uuid("store_id", item.getStoreId()),
                Fields.uuid("product_id", item.getProductId()),
                item.getStoreName(),
                item.getProductName(),
                amounts.read("price", item.getPrice()),
                item.getQuantity());
    }

    private static UUID id(String orderId) {
        return Fields.uuid("order_id", orderId);
    }
}
