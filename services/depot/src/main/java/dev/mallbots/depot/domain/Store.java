package dev.mallbots.depot.domain;

import java.util.UUID;

/** Where a bot has to go. */
public record Store(UUID id, String name, String location) {}
