package dev.mallbots.depot.domain;

/** The creator of a shopping list, who also decides when it may be collected: an order's saga, or the depot's staff. */
public enum Origin {
    ORDER,
    STAFF
}
