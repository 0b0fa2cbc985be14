package dev.mallbots.depot.application;

import dev.mallbots.depot.domain.Origin;
import dev.mallbots.depot.domain.ShoppingList;
import dev.mallbots.depot.domain.ShoppingListEvent;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** All shopping lists. The transaction that changes a list also publishes its events. */
public interface ShoppingLists {

    /**
     * The order must be held: it gets no second list then.
     *
     * @param events the events of its creation
     */
    Uni<Void> add(UUID id, List<ShoppingListEvent> events);

    /** Fails with {@link dev.mallbots.platform.kernel.NotFound}. */
    Uni<ShoppingList> get(UUID id);

    /** The order of a list and its origin, which never change. */
    record Purpose(UUID order, Origin origin) {}

    /**
     * Reads nothing else of the list and locks nothing, so that the order can be locked first. Fails with {@link
     * dev.mallbots.platform.kernel.NotFound}.
     */
    Uni<Purpose> purpose(UUID id);

    /** The order's list that is not cancelled, locked until the transaction ends. */
    Uni<Optional<ShoppingList>> holdLiveFor(UUID order);

    /** Oldest first; with an order id, only the lists of that order. */
    Uni<Page<ShoppingList>> list(Optional<UUID> order, PageRequest page);

    /**
     * Locks the list until the transaction ends, so that decisions about it are made one after the other.
     *
     * @return the changed list; fails with {@link dev.mallbots.platform.kernel.NotFound}
     */
    Uni<ShoppingList> update(UUID id, Function<ShoppingList, List<ShoppingListEvent>> decide);

    /** Locks available lists, oldest first, until the transaction ends; skips lists that another transaction has locked. */
    Uni<List<ShoppingList>> holdAvailable(int most);

    /** Whether there is an available list, locked or not. */
    Uni<Boolean> isOneAvailable();

    /** Locks lists whose walk is due, as {@link #holdAvailable} does. */
    Uni<List<ShoppingList>> holdDue(Instant now, int most);

    /** The time of the next due walk. */
    Uni<Optional<Instant>> nextDue();
}
