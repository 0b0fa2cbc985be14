package dev.mallbots.payments.application;

import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** An order was rejected or cancelled: nobody pays for it any more. */
@ApplicationScoped
public class EndOrder {

    private final Payments payments;
    private final Invoices invoices;
    private final Acquirer acquirer;

    EndOrder(Payments payments, Invoices invoices, Acquirer acquirer) {
        this.payments = payments;
        this.invoices = invoices;
        this.acquirer = acquirer;
    }

    @WithTransaction
    public Uni<Void> handle(UUID order, UUID customer, UUID payment) {
        // the invoice first, as when it is paid, so that the two can't wait for each other
        return cancelInvoice(order).chain(() -> voidPayment(order, customer, payment));
    }

    private Uni<Void> cancelInvoice(UUID order) {
        return invoices.update(order, Invoice::orderEnded)
                .onFailure(NotFound.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> voidPayment(UUID order, UUID customer, UUID payment) {
        return payments.update(payment, it -> it.orderEnded(order, customer))
                .onFailure(NotFound.class)
                .recoverWithItem(List.of())
                .chain(events -> events.isEmpty() ? Uni.createFrom().voidItem() : acquirer.release(payment));
    }
}
