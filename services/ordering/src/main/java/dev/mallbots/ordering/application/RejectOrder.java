package dev.mallbots.ordering.application;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The saga's last compensation: rejects the order. */
@ApplicationScoped
public class RejectOrder {

    private final Orders orders;

    RejectOrder(Orders orders) {
        this.orders = orders;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id, String reason) {
        return orders.update(id, order -> order.reject(reason));
    }
}
