package dev.mallbots.baskets.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/**
 * A line of a basket.
 *
 * @param productPrice of one piece, when the product was put in or at the last check-out that found another price
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
