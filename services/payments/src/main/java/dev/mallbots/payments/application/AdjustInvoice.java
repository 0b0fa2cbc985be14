package dev.mallbots.payments.application;

import dev.mallbots.platform.kernel.Money;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class AdjustInvoice {

    private final Invoices invoices;
    private final Payments payments;

    AdjustInvoice(Invoices invoices, Payments payments) {
        this.invoices = invoices;
        this.payments = payments;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id, Money amount) {
        // locked before the first read: a later lock would decide on old data, even if the invoice was paid meanwhile
        return invoices.hold(id)
                .chain(invoice -> payments.get(invoice.paymentId()))
                .chain(payment -> invoices.update(id, it -> it.adjust(amount, payment.amount())))
                .replaceWithVoid();
    }
}
