package dev.mallbots.analytics.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event as it was told.
 *
 * @param id of the message
 * @param type full name of the message's type
 * @param source who told it
 * @param subject id of what it happened to
 * @param sequence its number among what happened to that
 * @param happenedAt by the clock of who told it
 * @param correlationId the order or basket that it belongs to
 * @param causationId the message that led to it
 * @param data what it says, as a JSON object
 */
public record AuditedEvent(
        UUID id,
        String type,
        String source,
        UUID subject,
        long sequence,
        Instant happenedAt,
        Optional<UUID> correlationId,
        Optional<UUID> causationId,
        String data) {}
