package dev.mallbots.payments.application;

import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Undoes a confirmation; succeeds also if there is none. It records the end of the order: a late or repeated confirmation is refused.
 */
@ApplicationScoped
public class VoidPayment {

    private final Payments payments;
    private final PayingOrders orders;

    VoidPayment(Payments payments, PayingOrders orders) {
        this.payments = payments;
        this.orders = orders;
    }

    @WithTransaction
    public Uni<Void> handle(UUID payment, UUID order) {
        return payments.update(payment, it -> it.undoConfirmation(order))
                .onFailure(NotFound.class)
                .recoverWithNull()
                .chain(() -> orders.end(order, payment));
    }
}
