package dev.mallbots.ordering.domain;

import java.util.UUID;

/** An item of the stream that a client follows. */
public sealed interface OrderUpdate permits StatusChange, Delay {

    UUID orderId();
}
