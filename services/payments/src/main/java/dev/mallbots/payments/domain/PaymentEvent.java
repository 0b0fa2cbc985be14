package dev.mallbots.payments.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/** What can happen to a payment. */
public sealed interface PaymentEvent {

    record PaymentAuthorized(UUID paymentId, UUID customerId, Money amount) implements PaymentEvent {}

    /** From here on the payment is this order's and nobody else's. */
    record PaymentConfirmed(UUID orderId) implements PaymentEvent {}

    record PaymentCaptured(Money amount) implements PaymentEvent {}

    record PaymentVoided() implements PaymentEvent {}
}
