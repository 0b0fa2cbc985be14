package dev.mallbots.chaos;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record on a topic. */
record Said(String topic, int partition, long offset, String key, Map<String, String> headers, byte[] payload) {

    /** The kind of a message that the intruder published. */
    static final String OURS = "chaos";

    static Said of(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(
                        header.key(),
                        header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        return new Said(record.topic(), record.partition(), record.offset(), record.key(), headers, record.value());
    }

    /** As a consumer identifies it: a record without an id by topic, partition and offset. */
    UUID id() {
        boolean readable = payload != null && headers.containsKey("ce_id") && headers.containsKey("ce_type");
        return readable
                ? UUID.fromString(headers.get("ce_id"))
                : UUID.nameUUIDFromBytes(
                        "%s/%d/%d".formatted(topic, partition, offset).getBytes(StandardCharsets.UTF_8));
    }

    /** The message's simple type name; empty if it has none. */
    String type() {
        String name = headers.getOrDefault("ce_type", "");
        return name.substring(name.lastIndexOf('.') + 1);
    }

    String fullType() {
        return headers.getOrDefault("ce_type", "");
    }

    Optional<Kind> ours() {
        return Optional.ofNullable(headers.get(OURS)).map(Kind::valueOf);
    }

    boolean isRubbish() {
        return ours().filter(Kind::isRubbish).isPresent();
    }

    OptionalLong sequence() {
        return headers.containsKey("ce_sequence")
                ? OptionalLong.of(Long.parseLong(headers.get("ce_sequence")))
                : OptionalLong.empty();
    }

    Optional<String> causation() {
        return Optional.ofNullable(headers.get("ce_causationid"));
    }

    /** For a sentence in the report. */
    String place() {
        return "%s %s at %s-%d/%d".formatted(type().isEmpty() ? "a record" : type(), id(), topic, partition, offset);
    }

    /** The kinds of messages that the intruder adds. */
    enum Kind {
        /** A message again, a moment or a long time after the first. */
        DUPLICATE(false),
        /** A saga's reply again, with another message id: as a participant without an inbox would send it. */
        SECOND_REPLY(false),
        /** Without an envelope, and unreadable. */
        NOISE(true),
        /** A tombstone. */
        NOTHING(true),
        /** The envelope of a real message around a payload that can't be read. */
        BROKEN(true),
        /** A message of an unknown type. */
        FROM_THE_FUTURE(true);

        private final boolean rubbish;

        Kind(boolean rubbish) {
            this.rubbish = rubbish;
        }

        boolean isRubbish() {
            return rubbish;
        }
    }
}
