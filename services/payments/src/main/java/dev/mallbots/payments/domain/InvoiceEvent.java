package dev.mallbots.payments.domain;

import dev.mallbots.platform.kernel.Money;
import java.time.Instant;
import java.util.UUID;

/** The events of an invoice. */
public sealed interface InvoiceEvent {

    record InvoiceCreated(UUID orderId, UUID paymentId, UUID customerId, Money amount) implements InvoiceEvent {}

    record InvoiceAdjusted(Money amount) implements InvoiceEvent {}

    /**
     * The call to the bank begins, and the amount can't change until its answer. Not published.
     *
     * @param until the time after which no answer is expected
     */
    record InvoicePayingBegun(Instant until) implements InvoiceEvent {}

    /** The bank has declined, so nothing was paid. Not published. */
    record InvoicePayingDeclined() implements InvoiceEvent {}

    record InvoicePaid() implements InvoiceEvent {}

    record InvoiceCanceled() implements InvoiceEvent {}
}
