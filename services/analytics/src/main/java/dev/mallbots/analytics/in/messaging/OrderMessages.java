package dev.mallbots.analytics.in.messaging;

import dev.mallbots.analytics.application.Funnel;
import dev.mallbots.analytics.application.Sales;
import dev.mallbots.analytics.domain.OrderedLine;
import dev.mallbots.analytics.domain.Stage;
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
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** An order has its basket's id, so its events are the later stages of its basket. Its lines are sold when it is completed. */
@ApplicationScoped
class OrderMessages implements MessageSubscriber {

    private final Trailing trailing;
    private final Funnel funnel;
    private final Sales sales;
    private final Amounts amounts;

    OrderMessages(Trailing trailing, Funnel funnel, Sales sales, Amounts amounts) {
        this.trailing = trailing;
        this.funnel = funnel;
        this.sales = sales;
        this.amounts = amounts;
    }

    @Override
    public void subscribe(Subscriptions on) {
        trailing.follow(on, OrderCreated.class, (event, context) -> ordered(event));
        trailing.follow(
                on, OrderApproved.class, (event, context) -> reached(event.getOrderId(), Stage.APPROVED, context));
        trailing.follow(on, OrderRejected.class);
        trailing.follow(on, OrderInProgress.class);
        trailing.follow(on, OrderReadied.class, (event, context) -> reached(event.getOrderId(), Stage.READY, context));
        trailing.follow(on, OrderCanceled.class);
        trailing.follow(
                on,
                OrderCompleted.class,
                (event, context) -> reached(event.getOrderId(), Stage.COMPLETED, context)
                        .chain(() -> sales.complete(id(event.getOrderId()), context.time())));
    }

    private Uni<Void> ordered(OrderCreated event) {
        return sales.order(
                id(event.getOrderId()),
                event.getItemsList().stream().map(this::line).toList());
    }

    private OrderedLine line(OrderItem item) {
        return new OrderedLine(
                Fields.uuid("store_id", item.getStoreId()),
                Fields.uuid("product_id", item.getProductId()),
                amounts.read("price", item.getPrice()),
                item.getQuantity());
    }

    private Uni<Void> reached(String orderId, Stage stage, MessageContext context) {
        return funnel.reach(id(orderId), stage, context.time());
    }

    private static UUID id(String orderId) {
        return Fields.uuid("order_id", orderId);
    }
}
