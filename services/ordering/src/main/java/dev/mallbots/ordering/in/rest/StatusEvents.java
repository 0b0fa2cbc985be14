package dev.mallbots.ordering.in.rest;

import dev.mallbots.ordering.domain.OrderUpdate;
import io.smallrye.mutiny.Multi;
import java.time.Instant;
import java.util.Optional;

/**
 * A response that streams changes.
 *
 * @param end the time at which the stream ends even without a final change, if there is one
 */
record StatusEvents(Multi<OrderUpdate> updates, Optional<Instant> end) {}
