package dev.mallbots.platform.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record from Kafka: either {@link Readable} or not.
 *
 * <p>An unreadable record gets an id derived from topic, partition and offset, so that it becomes a dead letter only once.
 */
sealed interface ReceivedMessage {

    ConsumerRecord<byte[], byte[]> record();

    UUID id();

    record Readable(ConsumerRecord<byte[], byte[]> record, MessageContext context, Map<String, String> headers)
            implements ReceivedMessage {
        @Override
        public UUID id() {
            return context.id();
        }
    }

    record Unreadable(ConsumerRecord<byte[], byte[]> record, UUID id, String reason) implements ReceivedMessage {}

    /** As text, for people and for comparisons; empty without a key. {@link #original} has the exact bytes. */
    default Optional<String> key() {
        return Legible.key(record().key());
    }

    /** Messages with the same lane keep their order; a message without a key has its own lane. */
    default String lane() {
        return key().orElseGet(() -> id().toString());
    }

    /** As text. */
    default Map<String, String> headers() {
        return original().readableHeaders();
    }

    default Original original() {
        return Original.of(record().key(), record().headers());
    }

    static ReceivedMessage of(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers =
                Original.of(record.key(), record.headers()).readableHeaders();
        try {
            if (record.value() == null) {
                throw new IllegalArgumentException("it has no payload");
            }
            return new Readable(record, contextOf(record, headers), headers);
        } catch (RuntimeException e) {
            String place = "%s/%d/%d".formatted(record.topic(), record.partition(), record.offset());
            return new Unreadable(
                    record, UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)), e.getMessage());
        }
    }

    private static MessageContext contextOf(ConsumerRecord<byte[], byte[]> record, Map<String, String> headers) {
        String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
        Optional<String> sequence = Optional.ofNullable(headers.get(Envelope.SEQUENCE));
        return new MessageContext(
                UUID.fromString(required(headers, Envelope.ID)),
                required(headers, Envelope.TYPE),
                required(headers, Envelope.SOURCE),
                headers.getOrDefault(Envelope.SUBJECT, key),
                Optional.ofNullable(headers.get(Envelope.TIME))
                        .map(Instant::parse)
                        .orElseGet(() -> Instant.ofEpochMilli(record.timestamp())),
                key,
                sequence.map(Long::parseLong).map(OptionalLong::of).orElseGet(OptionalLong::empty),
                Optional.ofNullable(headers.get(Envelope.CORRELATION_ID)).map(UUID::fromString),
                Optional.ofNullable(headers.get(Envelope.CAUSATION_ID)).map(UUID::fromString),
                Optional.ofNullable(headers.get(Envelope.REPLY_TO)),
                Envelope.traceId(headers));
    }

    private static String required(Map<String, String> headers, String name) {
        return Optional.ofNullable(headers.get(name))
                .orElseThrow(() -> new IllegalArgumentException("it has no header " + name));
    }
}
