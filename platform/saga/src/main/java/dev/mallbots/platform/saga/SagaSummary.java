package dev.mallbots.platform.saga;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A saga as an operator sees it in a list.
 *
 * @param step the name of the step in flight; of the last one when it is over
 * @param attempts how many times the command of this step was sent
 * @param failureReason why it turned back
 * @param stuckSince since when an undoing fails or stays unanswered
 * @param deadline when something will be done about silence
 */
public record SagaSummary(
        UUID id,
        String definition,
        SagaState state,
        String step,
        int attempts,
        boolean cancelRequested,
        Optional<String> failureReason,
        Optional<Instant> stuckSince,
        Optional<Instant> deadline,
        Instant startedAt,
        Instant changedAt) {}
