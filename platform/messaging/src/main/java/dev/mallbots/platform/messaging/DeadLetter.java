package dev.mallbots.platform.messaging;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that could not be handled, as an operator sees it.
 *
 * @param id the message's; of an unreadable one: made from where it stood
 * @param topic where it came from, with partition and offset
 * @param type full protobuf name; empty when its envelope could not be read
 * @param payload as it came
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
        byte[] payload,
        String error,
        int tries,
        Instant firstTry,
        Instant lastTry,
        Optional<String> discardReason) {}
