package dev.mallbots.depot.domain;

/** The status of a shopping list: pending -> available -> assigned -> active -> completed, or cancelled before that. */
public enum ShoppingListStatus {
    PENDING,
    AVAILABLE,
    ASSIGNED,
    ACTIVE,
    COMPLETED,
    CANCELLED;

    /** The status as a word in the API. */
    public String word() {
        return name().toLowerCase();
    }
}
