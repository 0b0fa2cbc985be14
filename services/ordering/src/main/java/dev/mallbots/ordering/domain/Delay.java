package dev.mallbots.ordering.domain;

import java.time.Instant;
import java.util.UUID;

/** An order stays pending for longer than usual, since somebody who has to agree to it can't be reached. */
public record Delay(UUID orderId, Instant since) implements OrderUpdate {}
