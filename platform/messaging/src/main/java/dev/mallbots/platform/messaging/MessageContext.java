package dev.mallbots.platform.messaging;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The metadata of a message.
 *
 * @param id the same in every delivery
 * @param type the full name of the protobuf message
 * @param source {@code /services/NAME} of the emitter
 * @param subject the id of its aggregate
 * @param time the time of its creation
 * @param key the key of the Kafka record
 * @param sequence the version of the emitting aggregate after the event; empty for commands and replies
 * @param correlationId its business process
 * @param causationId the message that led to it; for a reply, the command
 * @param replyTo the topic for the reply; only for commands
 * @param traceId the trace in which it was written, 32 hexadecimal digits; empty if the sender had none
 */
public record MessageContext(
        UUID id,
        String type,
        String source,
        String subject,
        Instant time,
        String key,
        OptionalLong sequence,
        Optional<UUID> correlationId,
        Optional<UUID> causationId,
        Optional<String> replyTo,
        Optional<String> traceId) {

    private static final String LOCAL = MessageContext.class.getName();

    /** The message whose handler is running, if there is one: it is the cause of every message published now. */
    static Optional<MessageContext> current() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.get(LOCAL) : Optional.empty();
    }

    void makeCurrent() {
        ContextLocals.put(LOCAL, this);
    }
}
