package dev.mallbots.platform.saga;

import java.util.List;
import java.util.UUID;

/**
 * What one input leads to: kept and sent in one transaction, or not at all.
 *
 * @param next the saga afterwards; the same as before when the input changed nothing
 * @param commands to send
 * @param log to append
 */
public record Transition<D>(SagaInstance<D> next, List<CommandToSend> commands, List<SagaLogEntry> log) {

    public Transition {
        commands = List.copyOf(commands);
        log = List.copyOf(log);
    }

    /**
     * @param id known before it is written, since the saga awaits the reply to just this command
     * @param answered whether the receiver is asked for a reply; a notice is not
     */
    public record CommandToSend(UUID id, SagaCommand command, boolean answered) {}
}
