package dev.mallbots.platform.messaging;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that could not be handled, as an operator sees it. Texts are shown as they can be read: a NUL in one as U+2400, bytes that
 * are no UTF-8 as U+FFFD, a very long key cut off.
 *
 * @param id the message's; of an unreadable one: made from where it stood
 * @param topic where it came from, with partition and offset
 * @param type full protobuf name; empty when its envelope could not be read
 * @param error why it could not be handled, the last time
 * @param discardReason why nobody wants it handled any more
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

    /** With its content, which may be large. */
    public record Whole(DeadLetter letter, byte[] payload) {}
}
