package dev.mallbots.platform.eventsourcing;

import java.util.List;
import java.util.UUID;

/**
 * The result of one decision about one aggregate.
 *
 * @param state the state after the change
 * @param version the version of the aggregate's last event, counted from 1; unchanged if there are no new events
 * @param events the new events, oldest first; empty if the decision was to change nothing
 */
public record Change<S, E>(UUID id, S state, long version, List<Recorded<E>> events) {

    /** An event with its version. */
    public record Recorded<E>(long version, E event) {}
}
