package dev.mallbots.depot.domain;

/** Where a shopping list stands: pending -> available -> assigned -> active -> completed, or cancelled before that. */
public enum ShoppingListStatus {
    PENDING,
    AVAILABLE,
    ASSIGNED,
    ACTIVE,
    COMPLETED,
    CANCELLED;

    /** As staff read it. */
    public String word() {
        return name().toLowerCase();
    }
}
