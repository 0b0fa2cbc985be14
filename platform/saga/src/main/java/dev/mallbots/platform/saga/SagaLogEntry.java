package dev.mallbots.platform.saga;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One line of a saga's log, for the person who asks what happened.
 *
 * @param step the step's name; empty for what concerns the saga as a whole
 * @param messageId of the message that came or went, when there was one
 * @param detail what was sent or answered; may be empty
 */
public record SagaLogEntry(
        Instant at,
        @Schema(examples = "do the second part") Optional<String> step,
        What what,
        Optional<UUID> messageId,
        @Schema(examples = "the second part is done") String detail) {

    /** What a line of the log tells. */
    public enum What {
        STARTED,
        COMMAND_SENT,
        COMMAND_SENT_AGAIN,
        STEP_DONE,
        STEP_REFUSED,
        STEP_UNANSWERED,
        CANCEL_REQUESTED,
        /** By an operator. */
        RETRY_DEMANDED,
        /** By an operator. */
        COMPENSATION_DEMANDED,
        COMPENSATION_SENT,
        COMPENSATION_SENT_AGAIN,
        COMPENSATION_DONE,
        COMPENSATION_REFUSED,
        /** It answered no command that is awaited: late, double or somebody else's. It changed nothing. */
        REPLY_IGNORED,
        COMPLETED,
        COMPENSATED
    }
}
