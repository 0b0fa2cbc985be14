package dev.mallbots.platform.messaging;

import com.google.protobuf.Message;
import dev.mallbots.platform.kernel.Ids;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Something to be told to others once the transaction in hand has committed.
 *
 * @param id the same however often it is delivered
 * @param topic where it goes
 * @param key messages of one key keep their order; it is also the message's subject
 * @param sequence version of the emitting aggregate after the event; empty for commands and replies
 * @param correlationId the process it belongs to; empty: that of the message being handled
 * @param replyTo topic that wants the answer; only on commands
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
     * An integration event, to everybody who cares.
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
     * An order to one service, which will answer.
     *
     * @param service who shall carry it out
     * @param key the process it belongs to; the commands of one process keep their order
     * @param replyTo topic that wants the answer
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

    /** Full name of the payload's protobuf message. */
    public String type() {
        return payload.getDescriptorForType().getFullName();
    }
}
