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
        // what was authorized never changes, so it may be read before the invoice is held
        return invoices.get(id)
                .chain(invoice -> payments.get(invoice.paymentId()))
                .chain(payment -> invoices.update(id, it -> it.adjust(amount, payment.amount())))
                .replaceWithVoid();
    }
}
