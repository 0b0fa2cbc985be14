package dev.mallbots.payments.in.messaging;

import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.payments.application.ConfirmPayment;
import dev.mallbots.payments.application.CreateInvoice;
import dev.mallbots.payments.application.EndOrder;
import dev.mallbots.payments.application.NoteOrder;
import dev.mallbots.payments.application.VoidPayment;
import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.payments.domain.InvoiceEvent;
import dev.mallbots.payments.domain.Payment;
import dev.mallbots.payments.domain.PaymentEvent;
import dev.mallbots.payments.out.messaging.InvoiceEventTranslator;
import dev.mallbots.payments.out.messaging.PaymentEventTranslator;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.Calls;
import dev.mallbots.platform.pacts.Reads;
import dev.mallbots.platform.pacts.ServicePacts;
import dev.mallbots.platform.service.Amounts;
import java.util.ArrayList;
import java.util.List;

class PactsTest extends ServicePacts {

    private static final Amounts EUROS = new Amounts("EUR");

    PactsTest() {
        super("payments");
    }

    @Override
    protected List<MessageSubscriber> subscribers(Calls calls) {
        return List.of(
                new OrderMessages(
                        calls.to(NoteOrder.class), calls.to(CreateInvoice.class), calls.to(EndOrder.class), EUROS),
                new OrderSagaMessages(calls.to(ConfirmPayment.class), calls.to(VoidPayment.class), EUROS));
    }

    @Override
    protected void reads(Reads reads) {
        reads.from("ordering", "mallbots.ordering.events.Order")
                .message(OrderCreated.class, "order_id", "customer_id", "payment_id")
                .message(OrderReadied.class, "order_id", "payment_id", "total")
                .message(OrderRejected.class, "order_id", "customer_id", "payment_id")
                .message(OrderCanceled.class, "order_id", "customer_id", "payment_id");
        reads.from("order-saga", "mallbots.payments.commands")
                .wholly(
                        dev.mallbots.contracts.payments.v1.ConfirmPayment.class,
                        dev.mallbots.contracts.payments.v1.VoidPayment.class);
    }

    @Override
    protected List<OutgoingMessage> writes() {
        var order = Ids.next();
        var customer = Ids.next();
        var total = Money.of("12.5");
        List<OutgoingMessage> written = new ArrayList<>();

        var authorized = Payment.authorize(Ids.next(), customer, total).getFirst();
        Payment payment = Payment.apply(null, authorized);
        written.add(message(payment, authorized));
        written.add(message(payment, payment.orderEnded(order, customer, false).getFirst()));
        var confirmed = payment.confirm(order, customer, total).getFirst();
        payment = Payment.apply(payment, confirmed);
        written.add(message(payment, confirmed));
        written.add(message(payment, payment.capture(order, total).getFirst()));
        written.add(message(payment, payment.undoConfirmation(order).getFirst()));

        var created = Invoice.create(order, total, payment).getFirst();
        Invoice invoice = Invoice.apply(null, created);
        written.add(message(invoice, created));
        written.add(message(invoice, invoice.paid().getFirst()));
        written.add(message(invoice, invoice.orderEnded().getFirst()));
        return written;
    }

    private static OutgoingMessage message(Payment payment, PaymentEvent event) {
        return new PaymentEventTranslator(EUROS).translate(payment, 1, event);
    }

    private static OutgoingMessage message(Invoice invoice, InvoiceEvent event) {
        return new InvoiceEventTranslator(EUROS).translate(invoice, 1, event).orElseThrow();
    }
}
