package dev.mallbots.notifications.domain;

/** The kinds of notifications about an order: at most one of each. */
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

    /** The word in the API: {@code order-created}. */
    public String word() {
        return word;
    }
}
