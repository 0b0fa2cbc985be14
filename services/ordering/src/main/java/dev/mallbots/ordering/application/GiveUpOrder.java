package dev.mallbots.ordering.application;

import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The depot does not collect an order any more: it is cancelled, as if its customer had said so, and its payment is let go. */
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
