package dev.mallbots.payments.application;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class ConfirmPayment {

    private final Payments payments;
    private final PayingOrders orders;

    ConfirmPayment(Payments payments, PayingOrders orders) {
        this.payments = payments;
        this.orders = orders;
    }

    /** Fails with a refusal unless the payment is the order's customer's, is unused and covers the order, and the order has not ended. */
    @WithTransaction
    public Uni<Void> handle(UUID payment, UUID order, UUID customer, Money total) {
        return payments.update(payment, it -> it.confirm(order, customer, total))
                .onFailure(NotFound.class)
                .transform(missing -> NotFound.of("paymentId", "payment cannot be confirmed"))
                // read after locking the payment: the end of an order is recorded under the same lock
                .chain(() -> orders.isOver(order))
                .invoke(over -> {
                    if (over) {
                        throw new Conflict("order %s is over and pays for nothing".formatted(order));
                    }
                })
                .replaceWithVoid();
    }
}
