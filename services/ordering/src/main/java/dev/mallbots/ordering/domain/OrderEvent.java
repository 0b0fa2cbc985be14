package dev.mallbots.ordering.domain;

import java.util.List;
import java.util.Optional;
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

    /** What its order is from then on; empty when it stays what it was. */
    default Optional<OrderStatus> leadsTo() {
        return switch (this) {
            case OrderCreated _ -> Optional.of(OrderStatus.PENDING);
            case OrderApproved _ -> Optional.of(OrderStatus.APPROVED);
            case OrderRejected _ -> Optional.of(OrderStatus.REJECTED);
            case OrderInProgress _ -> Optional.of(OrderStatus.IN_PROGRESS);
            case OrderReadied _ -> Optional.of(OrderStatus.READY);
            case OrderCanceled _ -> Optional.of(OrderStatus.CANCELLED);
            case OrderCompleted _ -> Optional.of(OrderStatus.COMPLETED);
            case ShoppingStartedEarly _, ShoppingCompletedEarly _ -> Optional.empty();
        };
    }

    /** Why it happened, where somebody said so. */
    default Optional<String> why() {
        return this instanceof OrderRejected rejected ? Optional.of(rejected.reason()) : Optional.empty();
    }
}
