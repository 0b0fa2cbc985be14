package dev.mallbots.platform.messaging;

import com.google.protobuf.Message;
import dev.mallbots.platform.kernel.Ids;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A message to publish when the current transaction commits.
 *
 * @param id the same in every delivery
 * @param topic its topic
 * @param key messages of one key keep their order; it is also the message's subject
 * @param sequence the version of the emitting aggregate after the event; empty for commands and replies
 * @param correlationId its business process; empty for that of the message being handled
 * @param replyTo the topic for the reply; only for commands
 */
public record OutgoingMessage(
        UUID id,
        String topic,
        UUID key,
        Message payload,
        OptionalLong sequence,
        Optional<UUID> correlationId,
        Optional<String> replyTo) {

    /**
     * An integration event.
     *
     * @param service the emitter's name
     * @param aggregate the kind of aggregate, as in the topic's name
     * @param sequence the aggregate's version after the event, from 1
     */
    public static OutgoingMessage event(
            String service, String aggregate, UUID aggregateId, long sequence, Message payload) {
        return new OutgoingMessage(
                Ids.next(),
                Topics.events(service, aggregate),
                aggregateId,
                payload,
                OptionalLong.of(sequence),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * A command to one service, which will reply.
     *
     * @param service the receiver
     * @param key the business process; commands of one process keep their order
     * @param replyTo the topic for the reply
     */
    public static OutgoingMessage command(String service, UUID key, Message payload, String replyTo) {
        return new OutgoingMessage(
                Ids.next(),
                Topics.commands(service),
                key,
                payload,
                OptionalLong.empty(),
                Optional.of(key),
                Optional.of(replyTo));
    }

    static OutgoingMessage reply(String topic, UUID key, Message payload) {
        return new OutgoingMessage(
                Ids.next(), topic, key, payload, OptionalLong.empty(), Optional.empty(), Optional.empty());
    }

    public OutgoingMessage correlatedWith(UUID process) {
        return new OutgoingMessage(id, topic, key, payload, sequence, Optional.of(process), replyTo);
    }

    /** The full name of the payload's protobuf message. */
    public String type() {
        return payload.getDescriptorForType().getFullName();
    }
}
