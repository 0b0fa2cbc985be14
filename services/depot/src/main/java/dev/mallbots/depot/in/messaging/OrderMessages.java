package dev.mallbots.depot.in.messaging;

import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.depot.application.EndOrder;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import jakarta.enterprise.context.ApplicationScoped;

/** Handles the events of orders. */
@ApplicationScoped
class OrderMessages implements MessageSubscriber {

    private final EndOrder endOrder;

    OrderMessages(EndOrder endOrder) {
        this.endOrder = endOrder;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(OrderRejected.class, (event, context) -> endOrder.handle(Fields.uuid("orderId", event.getOrderId())));
        on.event(OrderCanceled.class, (event, context) -> endOrder.handle(Fields.uuid("orderId", event.getOrderId())));
    }
}
