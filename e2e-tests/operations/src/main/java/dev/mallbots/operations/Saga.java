package dev.mallbots.operations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A saga with its log.
 *
 * @param state running, compensating, completed or compensated
 * @param step in flight, or the last one
 * @param attempts how often the step's commands were sent
 * @param delayedSince when a reply was first missed; empty while none is
 * @param stuckSince when a compensation failed; empty while none has
 * @param deadline when the commands are sent again, or the saga is given up; empty if nothing is awaited
 */
record Saga(
        String state,
        String step,
        int attempts,
        Optional<String> failureReason,
        Optional<Instant> delayedSince,
        Optional<Instant> stuckSince,
        Optional<Instant> deadline,
        List<LogEntry> log) {

    /**
     * @param step empty for an entry about the whole saga
     * @param what the kind of entry, such as COMMAND_SENT
     * @param messageId the message that was sent or received, if there was one
     * @param detail the command or the answer
     */
    record LogEntry(Instant at, Optional<String> step, String what, Optional<UUID> messageId, String detail) {

        boolean isCommand() {
            return what.startsWith("COMMAND_SENT") || what.startsWith("COMPENSATION_SENT");
        }
    }

    boolean isOver() {
        return state.equals("completed") || state.equals("compensated");
    }
}
