package dev.mallbots.search.in.messaging;

import dev.mallbots.contracts.payments.v1.InvoiceCanceled;
import dev.mallbots.contracts.payments.v1.InvoiceCreated;
import dev.mallbots.contracts.payments.v1.InvoicePaid;
import dev.mallbots.contracts.payments.v1.PaymentAuthorized;
import dev.mallbots.contracts.payments.v1.PaymentCaptured;
import dev.mallbots.contracts.payments.v1.PaymentConfirmed;
import dev.mallbots.contracts.payments.v1.PaymentVoided;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.search.application.OrderBook;
import dev.mallbots.search.application.OrderBook.Accompanying;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class PaymentMessages implements MessageSubscriber {

    private final OrderBook book;

    PaymentMessages(OrderBook book) {
        this.book = book;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(PaymentAuthorized.class, (event, context) -> payment(event.getPaymentId(), "authorized", context));
        on.event(PaymentConfirmed.class, (event, context) -> payment(event.getPaymentId(), "confirmed", context));
        on.event(PaymentCaptured.class, (event, context) -> payment(event.getPaymentId(), "captured", context));
        on.event(PaymentVoided.class, (event, context) -> payment(event.getPaymentId(), "voided", context));
        on.event(InvoiceCreated.class, (event, context) -> invoice(event.getInvoiceId(), "pending", context));
        on.event(InvoicePaid.class, (event, context) -> invoice(event.getInvoiceId(), "paid", context));
        on.event(InvoiceCanceled.class, (event, context) -> invoice(event.getInvoiceId(), "cancelled", context));
    }

    private Uni<Void> payment(String id, String status, MessageContext context) {
        return book.move(
                Accompanying.PAYMENT,
                Fields.uuid("payment_id", id),
                status,
                context.sequence().orElseThrow());
    }

    private Uni<Void> invoice(String id, String status, MessageContext context) {
        return book.move(
                Accompanying.INVOICE,
                Fields.uuid("invoice_id", id),
                status,
                context.sequence().orElseThrow());
    }
}
