package dev.mallbots.baskets.application;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/**
 * A product as it was, before it was removed.
 *
 * @param version of the product's last event that is in here
 */
public record ProductCopy(UUID id, UUID storeId, String name, Money price, long version) {}
