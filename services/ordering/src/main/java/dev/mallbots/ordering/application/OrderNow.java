package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Order;
import java.time.Instant;
import java.util.Optional;

/**
 * An order as it is at the moment.
 *
 * @param delayedSince empty unless it is pending for longer than usual
 */
public record OrderNow(Order order, Optional<Instant> delayedSince) {}
