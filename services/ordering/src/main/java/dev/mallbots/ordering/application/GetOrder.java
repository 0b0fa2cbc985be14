package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Order;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Reads one order as it is now. */
@ApplicationScoped
public class GetOrder {

    private final Orders orders;

    GetOrder(Orders orders) {
        this.orders = orders;
    }

    @WithSession
    public Uni<Order> handle(UUID id) {
        return orders.get(id);
    }
}
