package dev.mallbots.ordering.domain;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import java.util.UUID;

/** One line of an order, with the names and the price at the time of the order. */
public record OrderItem(UUID storeId, UUID productId, String storeName, String productName, Money price, int quantity) {

    public OrderItem {
        if (quantity < 1) {
            throw new RuleBroken("the quantity of %s must be at least 1".formatted(productName));
        }
        if (price.isNegative()) {
            throw new RuleBroken("the price of %s must not be negative".formatted(productName));
        }
    }

    Money total() {
        return price.times(quantity);
    }
}
