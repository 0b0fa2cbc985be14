package dev.mallbots.ordering.domain;

/** The status of an order; the word is part of the API. */
public enum OrderStatus {
    PENDING("pending"),
    APPROVED("approved"),
    REJECTED("rejected"),
    IN_PROGRESS("in-progress"),
    READY("ready"),
    COMPLETED("completed"),
    CANCELLED("cancelled");

    private final String word;

    OrderStatus(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** Whether the status is final. */
    public boolean isLast() {
        return switch (this) {
            case REJECTED, COMPLETED, CANCELLED -> true;
            case PENDING, APPROVED, IN_PROGRESS, READY -> false;
        };
    }
}
