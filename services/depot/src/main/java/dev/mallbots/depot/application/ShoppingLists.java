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

/** All shopping lists. What happens to one is told to the other services with the transaction that it happens in. */
public interface ShoppingLists {

    /**
     * @param events how it came to be
     * @return fails with {@link dev.mallbots.platform.kernel.LostRace} when the order got another one at the same moment
     */
    Uni<Void> add(UUID id, List<ShoppingListEvent> events);

    /** Fails with {@link dev.mallbots.platform.kernel.NotFound}. */
    Uni<ShoppingList> get(UUID id);

    /** Which order a list is for, and who made it: what never changes of it. */
    record Purpose(UUID order, Origin origin) {}

    /** Reads and holds nothing else of the list, so that the order can be held first. Fails with {@link dev.mallbots.platform.kernel.NotFound}. */
    Uni<Purpose> purpose(UUID id);

    /** The one list of an order that is not cancelled, held until the transaction ends. */
    Uni<Optional<ShoppingList>> holdLiveFor(UUID order);

    /** Oldest first; those of one order only, if one is given. */
    Uni<Page<ShoppingList>> list(Optional<UUID> order, PageRequest page);

    /**
     * Holds the list until the transaction ends, so that decisions about it are taken one after the other.
     *
     * @return the list as it is now; fails with {@link dev.mallbots.platform.kernel.NotFound}
     */
    Uni<ShoppingList> update(UUID id, Function<ShoppingList, List<ShoppingListEvent>> decide);

    /** Holds available lists, oldest first, until the transaction ends; passes over those that somebody else holds. */
    Uni<List<ShoppingList>> holdAvailable(int most);

    /** Whether there is an available list now, held by somebody or not. */
    Uni<Boolean> isOneAvailable();

    /** Holds lists, as {@link #holdAvailable} does, whose bot is back from its walk. */
    Uni<List<ShoppingList>> holdDue(Instant now, int most);

    /** When the next bot comes back. */
    Uni<Optional<Instant>> nextDue();
}
