package dev.mallbots.depot.domain;

import java.util.UUID;

/** What a bot has to fetch, and from which store. */
public record Product(UUID id, UUID storeId, String name) {}
