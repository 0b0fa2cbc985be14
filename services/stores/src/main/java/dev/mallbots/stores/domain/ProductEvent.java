package dev.mallbots.stores.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/** What can happen to a product. The names and fields are what the event store keeps: change them only with an upcaster. */
public sealed interface ProductEvent {

    record ProductAdded(UUID productId, UUID storeId, String name, String description, String sku, Money price)
            implements ProductEvent {}

    record ProductRebranded(String name, String description) implements ProductEvent {}

    /**
     * @param price the new one
     * @param delta the new one less the old one; negative when it fell
     */
    record ProductPriceChanged(Money price, Money delta) implements ProductEvent {}

    record ProductRemoved() implements ProductEvent {}
}
