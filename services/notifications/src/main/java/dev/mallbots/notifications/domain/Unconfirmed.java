package dev.mallbots.notifications.domain;

import java.time.Instant;
import java.util.UUID;

/** A notification that the sender did not confirm; it is never sent again. */
public record Unconfirmed(
        UUID id,
        UUID orderId,
        NotificationKind kind,
        UUID customerId,
        Instant attemptedAt,
        Outcome outcome,
        String reason) {}
