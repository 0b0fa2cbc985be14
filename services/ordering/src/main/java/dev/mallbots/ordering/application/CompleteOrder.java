package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Order;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The invoice of a ready order has been paid. */
@ApplicationScoped
public class CompleteOrder {

    private final Orders orders;

    CompleteOrder(Orders orders) {
        this.orders = orders;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id) {
        return orders.update(id, Order::invoicePaid);
    }
}
