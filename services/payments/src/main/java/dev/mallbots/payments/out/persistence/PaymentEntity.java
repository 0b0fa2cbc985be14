package dev.mallbots.payments.out.persistence;

import dev.mallbots.payments.domain.Payment;
import dev.mallbots.payments.domain.PaymentStatus;
import dev.mallbots.platform.kernel.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@Entity
@Table(name = "payment")
class PaymentEntity {

    @Id
    UUID id;

    @Column(name = "customer_id")
    UUID customerId;

    BigDecimal amount;

    @Enumerated(EnumType.STRING)
    PaymentStatus status;

    @Column(name = "order_id")
    UUID orderId;

    /** The time of the next call that releases the held amount; null once it is released. */
    @Column(name = "release_due")
    Instant releaseDue;

    /** The number of published events of this payment. */
    long sequence;

    Payment toPayment() {
        return new Payment(id, customerId, Money.of(amount), status, Optional.ofNullable(orderId));
    }

    void become(Payment payment) {
        if (payment.status() == PaymentStatus.VOIDED && status != PaymentStatus.VOIDED) {
            releaseDue = Instant.now();
        }
        id = payment.id();
        customerId = payment.customerId();
        amount = payment.amount().amount();
        status = payment.status();
        orderId = payment.orderId().orElse(null);
    }
}
