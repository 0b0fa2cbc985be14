package dev.mallbots.ordering.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A change of an order's status.
 *
 * @param sequence the event's version in the order's stream; it grows from one change to the next, with gaps
 * @param reason the reason, if the event has one
 */
public record StatusChange(UUID orderId, long sequence, OrderStatus status, Optional<String> reason, Instant at)
        implements OrderUpdate {

    /** The sequence of the change to pending. */
    public static final long FIRST = 1;

    /** Empty if the event does not change the status. */
    public static Optional<StatusChange> of(UUID orderId, long sequence, OrderEvent event, Instant at) {
        return event.leadsTo().map(status -> new StatusChange(orderId, sequence, status, event.why(), at));
    }

    /** Whether the change is final. */
    public boolean isLast() {
        return status.isLast();
    }
}
