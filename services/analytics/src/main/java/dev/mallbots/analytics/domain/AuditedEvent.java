package dev.mallbots.analytics.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event as published.
 *
 * @param id the message's id
 * @param type the full name of the message's type
 * @param source the service that emitted it
 * @param subject the aggregate's id
 * @param sequence the version of the aggregate
 * @param happenedAt by the clock of the service that emitted it
 * @param correlationId the order or basket of the message
 * @param causationId the message that led to it
 * @param traceId the trace in which it was emitted
 * @param data the message as a JSON object
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
        Optional<String> traceId,
        String data) {}
