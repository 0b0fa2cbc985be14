package dev.mallbots.search.domain;

import dev.mallbots.platform.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What is said of an order once, when it is placed. */
public record PlacedOrder(
        UUID id, UUID customerId, UUID paymentId, Money total, Instant placedAt, List<PlacedLine> lines) {

    public PlacedOrder {
        lines = List.copyOf(lines);
    }

    /**
     * @param storeName as it was called then
     * @param productName as it was called then
     */
    public record PlacedLine(
            UUID storeId, UUID productId, String storeName, String productName, Money price, int quantity) {}
}
