package dev.mallbots.platform.saga;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One entry of a saga's log.
 *
 * @param step the step's name; empty for an entry about the saga as a whole
 * @param messageId the id of the received or sent message, if there was one
 * @param detail the content or the answer; may be empty
 */
public record SagaLogEntry(
        Instant at,
        @Schema(examples = "do the second part") Optional<String> step,
        What what,
        Optional<UUID> messageId,
        @Schema(examples = "the second part is done") String detail) {

    /** The kinds of log entries. */
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
        /** The reply answers no awaited command: it is late, repeated or another saga's. It changed nothing. */
        REPLY_IGNORED,
        COMPLETED,
        COMPENSATED
    }
}
