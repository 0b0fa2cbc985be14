package dev.mallbots.ordering.domain;

import java.util.List;
import java.util.UUID;

/** What can happen to an order: the records of the event store, which nobody outside this service reads. */
public sealed interface OrderEvent {

    record OrderCreated(UUID orderId, UUID customerId, UUID paymentId, List<OrderItem> items) implements OrderEvent {
        public OrderCreated {
            items = List.copyOf(items);
        }
    }

    record OrderApproved(UUID shoppingListId) implements OrderEvent {}

    record OrderRejected(String reason) implements OrderEvent {}

    record OrderInProgress() implements OrderEvent {}

    record OrderReadied() implements OrderEvent {}

    record OrderCanceled() implements OrderEvent {}

    record OrderCompleted() implements OrderEvent {}

    /** A bot set off before this order heard of its approval; kept until it does. */
    record ShoppingStartedEarly(UUID shoppingListId) implements OrderEvent {}

    /** All was collected before this order heard of its approval; kept until it does. */
    record ShoppingCompletedEarly(UUID shoppingListId) implements OrderEvent {}
}
