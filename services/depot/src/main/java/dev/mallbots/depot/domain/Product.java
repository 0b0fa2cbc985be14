package dev.mallbots.depot.domain;

import java.util.UUID;

/** A product, and the store that sells it. */
public record Product(UUID id, UUID storeId, String name) {}
