package dev.mallbots.ordering.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/**
 * A product's current data: its name, price and store.
 *
 * @param participating whether the store currently participates
 */
public record Offer(
        UUID storeId, UUID productId, String storeName, String productName, Money price, boolean participating) {}
