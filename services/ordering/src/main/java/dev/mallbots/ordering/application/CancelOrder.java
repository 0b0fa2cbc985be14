package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Order;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The customer does not want it any more. */
@ApplicationScoped
public class CancelOrder {

    private final Orders orders;

    CancelOrder(Orders orders) {
        this.orders = orders;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id) {
        return orders.update(id, Order::cancel);
    }
}
