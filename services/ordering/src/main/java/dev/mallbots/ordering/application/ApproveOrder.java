package dev.mallbots.ordering.application;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The saga's last step: the customer is authorized, the depot has a list, the payment is confirmed. */
@ApplicationScoped
public class ApproveOrder {

    private final Orders orders;

    ApproveOrder(Orders orders) {
        this.orders = orders;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id, UUID shoppingListId) {
        return orders.update(id, order -> order.approve(shoppingListId));
    }
}
