package dev.mallbots.payments.application;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class ConfirmPayment {

    private final Payments payments;

    ConfirmPayment(Payments payments) {
        this.payments = payments;
    }

    /** Fails with a refusal unless the payment may and does pay for all of the order. */
    @WithTransaction
    public Uni<Void> handle(UUID payment, UUID order, UUID customer, Money total) {
        return payments.update(payment, it -> it.confirm(order, customer, total))
                .onFailure(NotFound.class)
                .transform(missing -> NotFound.of("paymentId", "payment cannot be confirmed"))
                .replaceWithVoid();
    }
}
