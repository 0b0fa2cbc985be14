package dev.mallbots.depot.application;

import dev.mallbots.depot.domain.ShoppingList;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * An order is no more: its list is cancelled, unless it never was, is cancelled already, or all is collected. The depot remembers it, so
 * that nothing is collected for an order whose commands come late or again.
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
