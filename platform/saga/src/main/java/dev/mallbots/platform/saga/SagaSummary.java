package dev.mallbots.platform.saga;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A saga as an operator sees it in a list.
 *
 * @param step the name of the step in flight; of the last one when it is over
 * @param attempts how many times the command of this step was sent
 * @param failureReason why it turned back
 * @param delayedSince when a command first stayed unanswered; empty while none did, and once it turns back or is over
 * @param stuckSince since when an undoing fails or stays unanswered
 * @param deadline when something will be done about silence
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
