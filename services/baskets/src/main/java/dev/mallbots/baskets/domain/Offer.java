package dev.mallbots.baskets.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/**
 * A product's current data: its name, price and store.
 *
 * @param participating whether the store currently participates
 */
public record Offer(
        UUID storeId, UUID productId, String storeName, String productName, Money price, boolean participating) {

    BasketItem pieces(int quantity) {
        return new BasketItem(storeId, productId, storeName, productName, price, quantity);
    }
}
