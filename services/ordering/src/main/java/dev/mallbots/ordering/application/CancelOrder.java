package dev.mallbots.ordering.application;

import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The customer cancels the order. */
@ApplicationScoped
public class CancelOrder {

    private final Orders orders;
    private final Caller caller;

    CancelOrder(Orders orders, Caller caller) {
        this.orders = orders;
        this.caller = caller;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id) {
        return orders.update(id, order -> {
            caller.mustBe(order.customerId());
            return order.cancel();
        });
    }
}
