package dev.mallbots.depot.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What can happen to a shopping list. */
public sealed interface ShoppingListEvent {

    record ShoppingListCreated(UUID shoppingListId, UUID orderId, Origin origin, List<Stop> stops)
            implements ShoppingListEvent {
        public ShoppingListCreated {
            stops = List.copyOf(stops);
        }
    }

    record ShoppingListAvailable() implements ShoppingListEvent {}

    record ShoppingListAssigned(UUID botId) implements ShoppingListEvent {}

    /** @param due when the bot will have called at every stop */
    record ShoppingListStarted(Instant due) implements ShoppingListEvent {}

    record ShoppingListCompleted() implements ShoppingListEvent {}

    /** @param givesUpOrder it was an order's list and the depot gave it up of its own accord: the order can't be collected any more */
    record ShoppingListCanceled(boolean givesUpOrder) implements ShoppingListEvent {}
}
