package dev.mallbots.payments.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/** The events of a payment. */
public sealed interface PaymentEvent {

    record PaymentAuthorized(UUID paymentId, UUID customerId, Money amount) implements PaymentEvent {}

    /** The payment is bound to this order. */
    record PaymentConfirmed(UUID orderId) implements PaymentEvent {}

    record PaymentCaptured(Money amount) implements PaymentEvent {}

    record PaymentVoided() implements PaymentEvent {}
}
