package dev.mallbots.ordering.application;

import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** A bot has collected all goods of an order. */
@ApplicationScoped
public class NoteShoppingCompleted {

    private final Orders orders;

    NoteShoppingCompleted(Orders orders) {
        this.orders = orders;
    }

    /** Ignores lists of unknown orders, because staff can create lists by hand. */
    @WithTransaction
    public Uni<Void> handle(UUID id, UUID shoppingListId) {
        return orders.update(id, order -> order.shoppingCompleted(shoppingListId))
                .onFailure(NotFound.class)
                .recoverWithNull();
    }
}
