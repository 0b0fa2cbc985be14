package dev.mallbots.payments.application;

import dev.mallbots.payments.domain.Invoice;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/** The transactions before and after the call to the bank for an invoice: no lock is held during the call. */
@ApplicationScoped
class Paying {

    /** Longer than any answer of the bank takes: a process that has not recorded an answer by then has died. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final Invoices invoices;
    private final Payments payments;

    Paying(Invoices invoices, Payments payments) {
        this.invoices = invoices;
        this.payments = payments;
    }

    /** @param mayPay throws unless the caller may pay this invoice */
    @WithTransaction
    Uni<Invoice> begin(UUID id, Consumer<Invoice> mayPay) {
        Instant now = Instant.now();
        return invoices.update(id, invoice -> {
                    mayPay.accept(invoice);
                    return invoice.beginPaying(now, now.plus(LONGEST));
                })
                // refused before the call to the bank, not after it
                .call(invoice ->
                        payments.hold(invoice.paymentId()).invoke(payment -> payment.capture(id, invoice.amount())));
    }

    @WithTransaction
    Uni<Void> paid(UUID id) {
        return invoices.update(id, Invoice::paid)
                .chain(invoice -> payments.update(invoice.paymentId(), it -> it.capture(id, invoice.amount())))
                .replaceWithVoid();
    }

    @WithTransaction
    Uni<Void> declined(UUID id) {
        return invoices.update(id, Invoice::declined).replaceWithVoid();
    }

    @WithTransaction
    Uni<Void> unanswered(UUID id) {
        return invoices.update(id, invoice -> invoice.unanswered(Instant.now())).replaceWithVoid();
    }
}
