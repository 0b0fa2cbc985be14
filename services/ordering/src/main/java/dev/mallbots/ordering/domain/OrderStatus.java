package dev.mallbots.ordering.domain;

/** Where an order is in its life; the word is what callers see. */
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

    /** Whether nothing comes after it. */
    public boolean isLast() {
        return switch (this) {
            case REJECTED, COMPLETED, CANCELLED -> true;
            case PENDING, APPROVED, IN_PROGRESS, READY -> false;
        };
    }
}
