package dev.mallbots.payments.application;

import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Undoes a confirmation; where there is nothing to undo, that is done too. */
@ApplicationScoped
public class VoidPayment {

    private final Payments payments;
    private final Acquirer acquirer;

    VoidPayment(Payments payments, Acquirer acquirer) {
        this.payments = payments;
        this.acquirer = acquirer;
    }

    @WithTransaction
    public Uni<Void> handle(UUID payment, UUID order) {
        return payments.update(payment, it -> it.undoConfirmation(order))
                .onFailure(NotFound.class)
                .recoverWithItem(List.of())
                .chain(events -> events.isEmpty() ? Uni.createFrom().voidItem() : acquirer.release(payment));
    }
}
