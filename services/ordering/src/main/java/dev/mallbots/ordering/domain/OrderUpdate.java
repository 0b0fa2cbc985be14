package dev.mallbots.ordering.domain;

import java.util.UUID;

/** What somebody who watches an order is told. */
public sealed interface OrderUpdate permits StatusChange, Delay {

    UUID orderId();
}
