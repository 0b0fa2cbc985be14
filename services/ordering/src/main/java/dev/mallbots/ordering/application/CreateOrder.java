package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderItem;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Creates an order from lines with checked prices. */
@ApplicationScoped
public class CreateOrder {

    private final Orders orders;

    CreateOrder(Orders orders) {
        this.orders = orders;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id, UUID customerId, UUID paymentId, List<OrderItem> items) {
        return orders.create(id, Order.create(id, customerId, paymentId, items));
    }
}
