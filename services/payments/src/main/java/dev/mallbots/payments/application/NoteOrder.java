package dev.mallbots.payments.application;

import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Records a new order and its payment: until the order has ended, the end of another order does not void the payment. */
@ApplicationScoped
public class NoteOrder {

    private final Payments payments;
    private final PayingOrders orders;

    NoteOrder(Payments payments, PayingOrders orders) {
        this.payments = payments;
        this.orders = orders;
    }

    @WithTransaction
    public Uni<Void> handle(UUID order, UUID customer, UUID payment) {
        return payments.hold(payment)
                .onFailure(NotFound.class)
                .recoverWithNull()
                .chain(() -> orders.note(order, payment, customer));
    }
}
