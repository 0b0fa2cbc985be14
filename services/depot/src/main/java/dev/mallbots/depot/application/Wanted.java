package dev.mallbots.depot.application;

import java.util.UUID;

/** One line of what is to be collected. */
public record Wanted(UUID productId, UUID storeId, int quantity) {}
