package dev.mallbots.payments.in.messaging;

import static dev.mallbots.platform.service.Fields.uuid;

import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.payments.application.CreateInvoice;
import dev.mallbots.payments.application.EndOrder;
import dev.mallbots.payments.application.NoteOrder;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Amounts;
import jakarta.enterprise.context.ApplicationScoped;

/** Handles the events of orders. */
@ApplicationScoped
class OrderMessages implements MessageSubscriber {

    private final NoteOrder noteOrder;
    private final CreateInvoice createInvoice;
    private final EndOrder endOrder;
    private final Amounts amounts;

    OrderMessages(NoteOrder noteOrder, CreateInvoice createInvoice, EndOrder endOrder, Amounts amounts) {
        this.noteOrder = noteOrder;
        this.createInvoice = createInvoice;
        this.endOrder = endOrder;
        this.amounts = amounts;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(
                OrderCreated.class,
                (event, context) -> noteOrder.handle(
                        uuid("orderId", event.getOrderId()),
                        uuid("customerId", event.getCustomerId()),
                        uuid("paymentId", event.getPaymentId())));
        on.event(
                OrderReadied.class,
                (event, context) -> createInvoice.handle(
                        uuid("orderId", event.getOrderId()),
                        uuid("paymentId", event.getPaymentId()),
                        amounts.read("total", event.getTotal())));
        on.event(
                OrderRejected.class,
                (event, context) -> endOrder.handle(
                        uuid("orderId", event.getOrderId()),
                        uuid("customerId", event.getCustomerId()),
                        uuid("paymentId", event.getPaymentId())));
        on.event(
                OrderCanceled.class,
                (event, context) -> endOrder.handle(
                        uuid("orderId", event.getOrderId()),
                        uuid("customerId", event.getCustomerId()),
                        uuid("paymentId", event.getPaymentId())));
    }
}
