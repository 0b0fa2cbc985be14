package dev.mallbots.payments.application;

import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** An order was made: as long as it is not over, no other order's end voids the payment that it names. */
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
