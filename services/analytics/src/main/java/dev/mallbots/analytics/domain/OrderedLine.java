package dev.mallbots.analytics.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/** @param price price of one piece */
public record OrderedLine(UUID storeId, UUID productId, Money price, int quantity) {

    public Money total() {
        return price.times(quantity);
    }
}
