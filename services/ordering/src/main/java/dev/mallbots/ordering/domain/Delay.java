package dev.mallbots.ordering.domain;

import java.time.Instant;
import java.util.UUID;

/** An order is delayed because a service that must agree to it can't be reached. */
public record Delay(UUID orderId, Instant since) implements OrderUpdate {}
