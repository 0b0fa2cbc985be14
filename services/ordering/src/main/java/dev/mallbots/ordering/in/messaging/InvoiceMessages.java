package dev.mallbots.ordering.in.messaging;

import dev.mallbots.contracts.payments.v1.InvoicePaid;
import dev.mallbots.ordering.application.CompleteOrder;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class InvoiceMessages implements MessageSubscriber {

    private final CompleteOrder completeOrder;

    InvoiceMessages(CompleteOrder completeOrder) {
        this.completeOrder = completeOrder;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(
                InvoicePaid.class,
                (event, context) -> completeOrder.handle(Fields.uuid("orderId", event.getOrderId())));
    }
}
