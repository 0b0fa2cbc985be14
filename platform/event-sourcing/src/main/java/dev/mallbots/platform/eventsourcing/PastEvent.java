package dev.mallbots.platform.eventsourcing;

import java.time.Instant;
import java.util.UUID;

/**
 * An event as it is stored.
 *
 * @param version its place in its aggregate's stream, counted from 1
 * @param at when it was written, some moments before it was committed
 */
public record PastEvent<E>(UUID aggregateId, long version, E event, Instant at) {}
