package dev.mallbots.depot.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The events of a shopping list. */
public sealed interface ShoppingListEvent {

    record ShoppingListCreated(UUID shoppingListId, UUID orderId, Origin origin, List<Stop> stops)
            implements ShoppingListEvent {
        public ShoppingListCreated {
            stops = List.copyOf(stops);
        }
    }

    record ShoppingListAvailable() implements ShoppingListEvent {}

    record ShoppingListAssigned(UUID botId) implements ShoppingListEvent {}

    /** @param due the time at which the bot has visited every stop */
    record ShoppingListStarted(Instant due) implements ShoppingListEvent {}

    record ShoppingListCompleted() implements ShoppingListEvent {}

    /** @param givesUpOrder staff cancelled the list of an order, so the order can't be collected any more */
    record ShoppingListCanceled(boolean givesUpOrder) implements ShoppingListEvent {}
}
