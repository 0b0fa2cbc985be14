package dev.mallbots.baskets.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/**
 *
 * @param productPrice price of one piece, from the moment of its addition or from the last check-out that found another price
 * @param quantity at least 1
 */
public record BasketItem(
        UUID storeId, UUID productId, String storeName, String productName, Money productPrice, int quantity) {

    public Money total() {
        return productPrice.times(quantity);
    }

    BasketItem withQuantity(int pieces) {
        return new BasketItem(storeId, productId, storeName, productName, productPrice, pieces);
    }

    BasketItem withPrice(Money price) {
        return new BasketItem(storeId, productId, storeName, productName, price, quantity);
    }
}
