package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderItem;
import dev.mallbots.platform.kernel.Conflict;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Creates an order from a checked-out basket; the order takes the basket's id. */
@ApplicationScoped
public class OrderBasket {

    private final Orders orders;

    OrderBasket(Orders orders) {
        this.orders = orders;
    }

    /** A basket is checked out once, so an existing order with its id is this order. */
    @WithTransaction
    public Uni<Void> handle(UUID basketId, UUID customerId, UUID paymentId, List<OrderItem> items) {
        return orders.create(basketId, Order.create(basketId, customerId, paymentId, items))
                .onFailure(Conflict.class)
                .recoverWithNull();
    }
}
