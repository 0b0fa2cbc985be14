package dev.mallbots.payments.out.messaging;

import com.google.protobuf.Message;
import dev.mallbots.contracts.payments.v1.InvoiceCanceled;
import dev.mallbots.contracts.payments.v1.InvoiceCreated;
import dev.mallbots.contracts.payments.v1.InvoicePaid;
import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.payments.domain.InvoiceEvent;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.service.Amounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Translates the events of an invoice into published events. */
@ApplicationScoped
public class InvoiceEventTranslator {

    private final Amounts amounts;

    public InvoiceEventTranslator(Amounts amounts) {
        this.amounts = amounts;
    }

    /**
     * @param invoice the state after the event
     * @param sequence the number of published events of this invoice before this one
     * @return empty for unpublished events: an adjustment is published when the invoice is paid
     */
    public Optional<OutgoingMessage> translate(Invoice invoice, long sequence, InvoiceEvent event) {
        return message(invoice, event)
                .map(message -> OutgoingMessage.event("payments", "Invoice", invoice.id(), sequence + 1, message)
                        .correlatedWith(invoice.id()));
    }

    private Optional<Message> message(Invoice invoice, InvoiceEvent event) {
        String order = invoice.id().toString();
        String payment = invoice.paymentId().toString();
        String customer = invoice.customerId().toString();
        var amount = amounts.write(invoice.amount());
        return switch (event) {
            case InvoiceEvent.InvoiceCreated _ ->
                Optional.of(InvoiceCreated.newBuilder()
                        .setInvoiceId(order)
                        .setOrderId(order)
                        .setPaymentId(payment)
                        .setCustomerId(customer)
                        .setAmount(amount)
                        .build());
            case InvoiceEvent.InvoicePaid _ ->
                Optional.of(InvoicePaid.newBuilder()
                        .setInvoiceId(order)
                        .setOrderId(order)
                        .setPaymentId(payment)
                        .setCustomerId(customer)
                        .setAmount(amount)
                        .build());
            case InvoiceEvent.InvoiceCanceled _ ->
                Optional.of(InvoiceCanceled.newBuilder()
                        .setInvoiceId(order)
                        .setOrderId(order)
                        .setPaymentId(payment)
                        .setCustomerId(customer)
                        .setAmount(amount)
                        .build());
            case InvoiceEvent.InvoiceAdjusted _,
                    InvoiceEvent.InvoicePayingBegun _,
                    InvoiceEvent.InvoicePayingDeclined _ -> Optional.empty();
        };
    }
}
