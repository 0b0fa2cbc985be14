package dev.mallbots.payments.domain;

import dev.mallbots.platform.kernel.Money;
import java.time.Instant;
import java.util.UUID;

/** What can happen to an invoice. */
public sealed interface InvoiceEvent {

    record InvoiceCreated(UUID orderId, UUID paymentId, UUID customerId, Money amount) implements InvoiceEvent {}

    record InvoiceAdjusted(Money amount) implements InvoiceEvent {}

    /**
     * The bank is asked for the money, and the amount is settled until it has answered. Nobody else is told.
     *
     * @param until when no answer is to be expected any more
     */
    record InvoicePayingBegun(Instant until) implements InvoiceEvent {}

    /** The bank does not give the money, so nothing was paid. Nobody else is told. */
    record InvoicePayingDeclined() implements InvoiceEvent {}

    record InvoicePaid() implements InvoiceEvent {}

    record InvoiceCanceled() implements InvoiceEvent {}
}
