package dev.mallbots.platform.saga;

import java.util.List;
import java.util.UUID;

/**
 * The result of one input, stored and sent in one transaction or not at all.
 *
 * @param next the saga's new state; the old one if the input changed nothing
 * @param commands the commands to send
 * @param log the entries to append
 */
public record Transition<D>(SagaInstance<D> next, List<CommandToSend> commands, List<SagaLogEntry> log) {

    public Transition {
        commands = List.copyOf(commands);
        log = List.copyOf(log);
    }

    /**
     * @param id set before the command is written, because the saga awaits the reply to this id
     * @param answered whether the command has a reply; a notice has none
     */
    public record CommandToSend(UUID id, SagaCommand command, boolean answered) {}
}
