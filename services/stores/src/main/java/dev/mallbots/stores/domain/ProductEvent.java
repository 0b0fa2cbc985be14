package dev.mallbots.stores.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/** The events of a product. The event store keeps their names and fields: change them only with an upcaster. */
public sealed interface ProductEvent {

    record ProductAdded(UUID productId, UUID storeId, String name, String description, String sku, Money price)
            implements ProductEvent {}

    record ProductRebranded(String name, String description) implements ProductEvent {}

    /**
     * @param price the new price
     * @param delta the new price minus the old one
     */
    record ProductPriceChanged(Money price, Money delta) implements ProductEvent {}

    record ProductRemoved() implements ProductEvent {}
}
