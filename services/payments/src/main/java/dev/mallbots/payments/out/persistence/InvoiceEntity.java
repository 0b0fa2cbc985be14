package dev.mallbots.payments.out.persistence;

import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.payments.domain.InvoiceStatus;
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
@Table(name = "invoice")
class InvoiceEntity {

    @Id
    UUID id;

    @Column(name = "payment_id")
    UUID paymentId;

    @Column(name = "customer_id")
    UUID customerId;

    BigDecimal amount;

    @Enumerated(EnumType.STRING)
    InvoiceStatus status;

    @Column(name = "paying_until")
    Instant payingUntil;

    /** The number of published events of this invoice. */
    long sequence;

    Invoice toInvoice() {
        return new Invoice(id, paymentId, customerId, Money.of(amount), status, Optional.ofNullable(payingUntil));
    }

    void become(Invoice invoice) {
        id = invoice.id();
        paymentId = invoice.paymentId();
        customerId = invoice.customerId();
        amount = invoice.amount().amount();
        status = invoice.status();
        payingUntil = invoice.payingUntil().orElse(null);
    }
}
