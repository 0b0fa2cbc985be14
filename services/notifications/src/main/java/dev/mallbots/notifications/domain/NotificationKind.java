package dev.mallbots.notifications.domain;

/** What a customer is told about an order: once each. */
public enum NotificationKind {
    ORDER_CREATED("order-created"),
    ORDER_APPROVED("order-approved"),
    ORDER_REJECTED("order-rejected"),
    ORDER_READY("order-ready"),
    ORDER_CANCELLED("order-cancelled"),
    ORDER_COMPLETED("order-completed");

    private final String word;

    NotificationKind(String word) {
        this.word = word;
    }

    /** As it is written outside: {@code order-created}. */
    public String word() {
        return word;
    }
}
