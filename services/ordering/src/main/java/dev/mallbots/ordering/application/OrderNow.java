package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Order;
import java.time.Instant;
import java.util.Optional;

/**
 * The current state of an order.
 *
 * @param delayedSince empty unless the order is delayed
 */
public record OrderNow(Order order, Optional<Instant> delayedSince) {}
