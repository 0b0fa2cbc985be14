package dev.mallbots.ordering.application;

import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The depot has given up an order. The order is cancelled as if its customer had cancelled it, and its payment is released. */
@ApplicationScoped
public class GiveUpOrder {

    private final Orders orders;

    GiveUpOrder(Orders orders) {
        this.orders = orders;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id, UUID shoppingListId) {
        return orders.update(id, order -> order.shoppingGivenUp(shoppingListId))
                .onFailure(NotFound.class)
                .recoverWithNull();
    }
}
