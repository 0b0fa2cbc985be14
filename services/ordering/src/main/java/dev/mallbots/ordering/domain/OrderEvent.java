package dev.mallbots.ordering.domain;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The events of an order, as the event store keeps them. Other services do not read them. */
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

    /** A bot started before this order's approval arrived; kept until the approval. */
    record ShoppingStartedEarly(UUID shoppingListId) implements OrderEvent {}

    /** All goods were collected before this order's approval arrived; kept until the approval. */
    record ShoppingCompletedEarly(UUID shoppingListId) implements OrderEvent {}

    /** The order's new status; empty if the event does not change it. */
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

    /** The reason, if the event has one. */
    default Optional<String> why() {
        return this instanceof OrderRejected rejected ? Optional.of(rejected.reason()) : Optional.empty();
    }
}
