package dev.mallbots.payments.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/** What can happen to an invoice. */
public sealed interface InvoiceEvent {

    record InvoiceCreated(UUID orderId, UUID paymentId, UUID customerId, Money amount) implements InvoiceEvent {}

    record InvoiceAdjusted(Money amount) implements InvoiceEvent {}

    record InvoicePaid() implements InvoiceEvent {}

    record InvoiceCanceled() implements InvoiceEvent {}
}
