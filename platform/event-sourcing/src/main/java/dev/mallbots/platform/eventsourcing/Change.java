package dev.mallbots.platform.eventsourcing;

import java.util.List;
import java.util.UUID;

/**
 * What one decision did to one aggregate.
 *
 * @param state after the change
 * @param version of the aggregate's last event, counted from 1; unchanged when nothing was decided
 * @param events the new ones, oldest first; empty when the decision was to do nothing
 */
public record Change<S, E>(UUID id, S state, long version, List<Recorded<E>> events) {

    /** An event with its place in its aggregate's stream. */
    public record Recorded<E>(long version, E event) {}
}
