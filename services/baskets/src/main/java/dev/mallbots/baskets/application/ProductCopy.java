package dev.mallbots.baskets.application;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/**
 * A product's data before it was removed.
 *
 * @param version the version of the product's last applied event
 */
public record ProductCopy(UUID id, UUID storeId, String name, Money price, long version) {}
