package dev.mallbots.notifications.domain;

import java.util.UUID;

/** A change of an order that its customer is notified of. */
public sealed interface OrderNews {

    UUID orderId();

    UUID customerId();

    record Created(UUID orderId, UUID customerId) implements OrderNews {}

    record Approved(UUID orderId, UUID customerId) implements OrderNews {}

    /** @param reason a sentence for a person; blank if there is none */
    record Rejected(UUID orderId, UUID customerId, String reason) implements OrderNews {}

    record Ready(UUID orderId, UUID customerId) implements OrderNews {}

    record Cancelled(UUID orderId, UUID customerId) implements OrderNews {}

    record Completed(UUID orderId, UUID customerId) implements OrderNews {}

    default NotificationKind kind() {
        return switch (this) {
            case Created _ -> NotificationKind.ORDER_CREATED;
            case Approved _ -> NotificationKind.ORDER_APPROVED;
            case Rejected _ -> NotificationKind.ORDER_REJECTED;
            case Ready _ -> NotificationKind.ORDER_READY;
            case Cancelled _ -> NotificationKind.ORDER_CANCELLED;
            case Completed _ -> NotificationKind.ORDER_COMPLETED;
        };
    }
}
