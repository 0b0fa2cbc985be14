package dev.mallbots.platform.eventsourcing;

import java.time.Instant;
import java.util.UUID;

/**
 * A stored event.
 *
 * @param version its version in the aggregate's stream, counted from 1
 * @param at the time at which it was written, shortly before its commit
 */
public record PastEvent<E>(UUID aggregateId, long version, E event, Instant at) {}
