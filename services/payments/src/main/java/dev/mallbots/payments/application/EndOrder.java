package dev.mallbots.payments.application;

import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** An order was rejected or cancelled: its payment is released and its invoice cancelled, and later confirmations are refused. */
@ApplicationScoped
public class EndOrder {

    private final Payments payments;
    private final Invoices invoices;
    private final PayingOrders orders;

    EndOrder(Payments payments, Invoices invoices, PayingOrders orders) {
        this.payments = payments;
        this.invoices = invoices;
        this.orders = orders;
    }

    @WithTransaction
    public Uni<Void> handle(UUID order, UUID customer, UUID payment) {
        // locks the invoice first, as paying it does, so that the two do not deadlock
        return cancelInvoice(order)
                .chain(() -> voidPayment(order, customer, payment))
                .chain(() -> orders.end(order, payment));
    }

    private Uni<Void> cancelInvoice(UUID order) {
        return invoices.update(order, Invoice::orderEnded)
                .onFailure(NotFound.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> voidPayment(UUID order, UUID customer, UUID payment) {
        return payments.hold(payment)
                .chain(() -> orders.isNamedByAnother(order, payment, customer))
                .chain(others -> payments.update(payment, it -> it.orderEnded(order, customer, others)))
                .onFailure(NotFound.class)
                .recoverWithNull()
                .replaceWithVoid();
    }
}
