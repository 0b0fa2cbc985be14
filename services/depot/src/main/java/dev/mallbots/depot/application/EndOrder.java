package dev.mallbots.depot.application;

import dev.mallbots.depot.domain.ShoppingList;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Records the end of an order, so that late or repeated commands for it are refused. Cancels its list, unless there is none, or the list is
 * cancelled or completed.
 */
@ApplicationScoped
public class EndOrder {

    private final CollectedOrders orders;
    private final ShoppingLists lists;
    private final Bots bots;

    EndOrder(CollectedOrders orders, ShoppingLists lists, Bots bots) {
        this.orders = orders;
        this.lists = lists;
        this.bots = bots;
    }

    @WithTransaction
    public Uni<Void> handle(UUID order) {
        return orders.end(order)
                .chain(() -> lists.holdLiveFor(order))
                .chain(live -> live.map(it -> end(it.id()))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> end(UUID list) {
        return lists.update(list, ShoppingList::orderEnded).chain(bots::callBack);
    }
}
