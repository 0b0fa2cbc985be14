package dev.mallbots.ordering.in.rest;

import dev.mallbots.ordering.domain.StatusChange;
import io.smallrye.mutiny.Multi;

/** An answer that goes on for as long as there is something to tell. */
record StatusEvents(Multi<StatusChange> changes) {}
