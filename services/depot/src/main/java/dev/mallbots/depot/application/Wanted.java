package dev.mallbots.depot.application;

import java.util.UUID;

/** One requested line. */
public record Wanted(UUID productId, UUID storeId, int quantity) {}
