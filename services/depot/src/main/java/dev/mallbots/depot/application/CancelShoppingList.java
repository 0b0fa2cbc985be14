package dev.mallbots.depot.application;

import dev.mallbots.depot.domain.ShoppingList;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Staff cancel a list. The order of a cancelled list can't be collected any more, so its end is recorded and published to ordering. */
@ApplicationScoped
public class CancelShoppingList {

    private final CollectedOrders orders;
    private final ShoppingLists lists;
    private final Bots bots;

    CancelShoppingList(CollectedOrders orders, ShoppingLists lists, Bots bots) {
        this.orders = orders;
        this.lists = lists;
        this.bots = bots;
    }

    @WithTransaction
    public Uni<Void> handle(UUID list) {
        return lists.purpose(list)
                .chain(purpose -> switch (purpose.origin()) {
                    case ORDER -> orders.end(purpose.order());
                    case STAFF -> orders.hold(purpose.order()).replaceWithVoid();
                })
                .chain(() -> lists.update(list, ShoppingList::cancel))
                .chain(bots::callBack);
    }
}
