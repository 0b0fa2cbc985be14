package dev.mallbots.depot.domain;

/** Who made a shopping list, and so decides when it may be collected: an order's saga, or the depot's staff. */
public enum Origin {
    ORDER,
    STAFF
}
