package dev.mallbots.ordering.in.rest;

import dev.mallbots.ordering.domain.OrderUpdate;
import io.smallrye.mutiny.Multi;
import java.time.Instant;
import java.util.Optional;

/**
 * An answer that goes on for as long as there is something to tell.
 *
 * @param end when it ends nonetheless, if ever
 */
record StatusEvents(Multi<OrderUpdate> updates, Optional<Instant> end) {}
