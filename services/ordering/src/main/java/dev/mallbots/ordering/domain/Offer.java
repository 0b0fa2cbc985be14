package dev.mallbots.ordering.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/**
 * What a store sells a product for right now.
 *
 * @param participating whether the store takes part in the mall at the moment
 */
public record Offer(
        UUID storeId, UUID productId, String storeName, String productName, Money price, boolean participating) {}
