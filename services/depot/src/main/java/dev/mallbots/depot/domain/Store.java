package dev.mallbots.depot.domain;

import java.util.UUID;

/** A store and its location. */
public record Store(UUID id, String name, String location) {}
