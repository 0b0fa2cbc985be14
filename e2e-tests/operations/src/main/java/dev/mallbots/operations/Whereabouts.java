package dev.mallbots.operations;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a message is in one service.
 *
 * @param at since when it is in this state
 * @param sentAt when its sender gave it to the broker
 * @param problem the last error, or the reason for discarding it
 */
record Whereabouts(UUID id, State state, Instant at, Optional<Instant> sentAt, Optional<String> problem) {

    enum State {
        WAITING,
        REFUSED,
        HANDLED,
        DEAD,
        DISCARDED
    }
}
