package dev.mallbots.platform.messaging;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What is known of a message beside its payload.
 *
 * @param id the same however often it is delivered
 * @param type full name of the protobuf message
 * @param source {@code /services/NAME} of the emitter
 * @param subject id of the aggregate it is about
 * @param time when it was written
 * @param key of the Kafka record
 * @param sequence version of the emitting aggregate after the event; empty on commands and replies
 * @param correlationId the process it belongs to
 * @param causationId the message that led to it; for a reply: the command
 * @param replyTo topic that wants the answer; only on commands
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
        Optional<String> replyTo) {

    private static final String LOCAL = MessageContext.class.getName();

    /** The message whose handler runs here, if any: what is published now was caused by it. */
    static Optional<MessageContext> current() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.get(LOCAL) : Optional.empty();
    }

    void makeCurrent() {
        ContextLocals.put(LOCAL, this);
    }
}
