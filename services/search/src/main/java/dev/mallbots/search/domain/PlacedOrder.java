package dev.mallbots.search.domain;

import dev.mallbots.platform.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The data of an order that never changes, stored when it is placed. */
public record PlacedOrder(
        UUID id, UUID customerId, UUID paymentId, Money total, Instant placedAt, List<PlacedLine> lines) {

    public PlacedOrder {
        lines = List.copyOf(lines);
    }

    /**
     * @param storeName the name at that time
     * @param productName the name at that time
     */
    public record PlacedLine(
            UUID storeId, UUID productId, String storeName, String productName, Money price, int quantity) {}
}
