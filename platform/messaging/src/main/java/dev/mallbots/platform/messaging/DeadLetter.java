package dev.mallbots.platform.messaging;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that could not be handled, in an operator's view. Texts are shown as far as they are readable: a NUL as U+2400, bytes that are
 * not UTF-8 as U+FFFD, a very long key truncated.
 *
 * @param id the message's id; for an unreadable message derived from topic, partition and offset
 * @param topic its origin, with partition and offset
 * @param type the full protobuf name; empty if the envelope is unreadable
 * @param error the error of the last attempt
 * @param discardReason the operator's reason for discarding it
 */
public record DeadLetter(
        UUID id,
        String topic,
        int partition,
        long offset,
        Optional<String> key,
        Optional<String> type,
        Map<String, String> headers,
        String error,
        int tries,
        Instant firstTry,
        Instant lastTry,
        Optional<String> discardReason) {

    /** With its payload, which may be large. */
    public record Whole(DeadLetter letter, byte[] payload) {}
}
