package dev.mallbots.ordering.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An order became what it was not before.
 *
 * @param sequence the place of the event in the order's stream: grows from one change to the next, with gaps
 * @param reason why, where somebody said so
 */
public record StatusChange(UUID orderId, long sequence, OrderStatus status, Optional<String> reason, Instant at)
        implements OrderUpdate {

    /** The sequence of the change by which an order becomes pending, and of no other. */
    public static final long FIRST = 1;

    /** Empty when the event leaves the order what it was. */
    public static Optional<StatusChange> of(UUID orderId, long sequence, OrderEvent event, Instant at) {
        return event.leadsTo().map(status -> new StatusChange(orderId, sequence, status, event.why(), at));
    }

    /** Whether none can come after it. */
    public boolean isLast() {
        return status.isLast();
    }
}
