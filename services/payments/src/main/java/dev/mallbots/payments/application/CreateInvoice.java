package dev.mallbots.payments.application;

import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.platform.kernel.Money;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Creates the invoice of a ready order, once. */
@ApplicationScoped
public class CreateInvoice {

    private final Invoices invoices;
    private final Payments payments;

    CreateInvoice(Invoices invoices, Payments payments) {
        this.invoices = invoices;
        this.payments = payments;
    }

    @WithTransaction
    public Uni<Void> handle(UUID order, UUID payment, Money total) {
        return invoices.exists(order)
                .chain(exists -> exists ? Uni.createFrom().voidItem() : create(order, payment, total));
    }

    /** Locks the payment, so that it is not voided at the same moment. */
    private Uni<Void> create(UUID order, UUID payment, Money total) {
        return payments.hold(payment).chain(it -> invoices.add(order, Invoice.create(order, total, it)));
    }
}
