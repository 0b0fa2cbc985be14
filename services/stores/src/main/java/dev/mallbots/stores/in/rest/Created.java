package dev.mallbots.stores.in.rest;

import java.util.UUID;

public record Created(UUID id) {}
