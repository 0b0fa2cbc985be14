package dev.mallbots.depot.application;

import dev.mallbots.depot.domain.Origin;
import dev.mallbots.depot.domain.ShoppingList;
import dev.mallbots.platform.idempotency.Once;
import dev.mallbots.platform.idempotency.Task;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Creates the list of an order. A saga that repeats the command gets the same list; staff get a conflict. For an order that has ended every
 * caller is refused, because a command may arrive long after its order was rejected.
 */
@ApplicationScoped
public class CreateShoppingList {

    private final CollectedOrders orders;
    private final ShoppingLists lists;
    private final FindGoods findGoods;
    private final Once once;

    CreateShoppingList(CollectedOrders orders, ShoppingLists lists, FindGoods findGoods, Once once) {
        this.orders = orders;
        this.lists = lists;
        this.findGoods = findGoods;
        this.once = once;
    }

    public Uni<UUID> byStaff(UUID order, List<Wanted> wanted) {
        return once.asking(
                Task.of(CreateShoppingList.class, UUID.class, order, wanted),
                () -> findGoods.handle(wanted),
                goods -> create(order, Origin.STAFF, wanted, goods));
    }

    /** @param goods found earlier, outside of the transaction */
    @WithTransaction
    public Uni<UUID> forSaga(UUID order, List<Wanted> wanted, Goods goods) {
        return create(order, Origin.ORDER, wanted, goods);
    }

    private Uni<UUID> create(UUID order, Origin origin, List<Wanted> wanted, Goods goods) {
        return orders.hold(order)
                .invoke(over -> {
                    if (over) {
                        throw new Conflict("order %s is over and nothing is collected for it".formatted(order));
                    }
                })
                .chain(() -> lists.holdLiveFor(order))
                .chain(live -> live.map(it -> again(it, origin)).orElseGet(() -> add(order, origin, wanted, goods)));
    }

    private static Uni<UUID> again(ShoppingList live, Origin origin) {
        if (origin == Origin.ORDER && live.origin() == Origin.ORDER) {
            return Uni.createFrom().item(live.id());
        }
        throw new Conflict("order %s has shopping list %s already".formatted(live.orderId(), live.id()));
    }

    private Uni<UUID> add(UUID order, Origin origin, List<Wanted> wanted, Goods goods) {
        UUID id = Ids.next();
        return lists.add(id, ShoppingList.create(id, order, origin, goods.picks(wanted)))
                .replaceWith(id);
    }
}
