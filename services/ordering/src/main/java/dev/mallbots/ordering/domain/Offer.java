package dev.mallbots.ordering.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/** What a store sells a product for right now. */
public record Offer(UUID storeId, UUID productId, String storeName, String productName, Money price) {}
