package dev.mallbots.platform.saga;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A saga in an operator's list.
 *
 * @param step the name of the step in flight; after the end, of the last step
 * @param attempts the number of times the command of this step was sent
 * @param failureReason the reason for its compensation
 * @param delayedSince the time at which a command first stayed unanswered; empty before that, and once the saga compensates or has ended
 * @param stuckSince the time at which a compensation first failed or stayed unanswered
 * @param deadline the time of the next action without a reply
 */
public record SagaSummary(
        UUID id,
        @Schema(examples = "do-it-all") String definition,
        SagaState state,
        @Schema(examples = "do the second part") String step,
        @Schema(examples = "1") int attempts,
        boolean cancelRequested,
        @Schema(examples = "the second part was refused") Optional<String> failureReason,
        Optional<Instant> delayedSince,
        Optional<Instant> stuckSince,
        Optional<Instant> deadline,
        Instant startedAt,
        Instant changedAt) {}
