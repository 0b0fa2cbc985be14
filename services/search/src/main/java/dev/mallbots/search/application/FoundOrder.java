package dev.mallbots.search.application;

import dev.mallbots.platform.kernel.Masked;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.search.domain.OrderStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An order with current names.
 *
 * @param customerName empty until an event of customers has brought it; stores and products have the names in the order until then
 */
public record FoundOrder(
        UUID id,
        UUID customerId,
        Optional<String> customerName,
        UUID paymentId,
        Optional<String> paymentStatus,
        Optional<String> invoiceStatus,
        Money total,
        OrderStatus status,
        Instant placedAt,
        List<FoundLine> lines) {

    public record FoundLine(
            UUID storeId, String storeName, UUID productId, String productName, Money price, int quantity) {}

    @Override
    public String toString() {
        return "FoundOrder[id=%s, customerId=%s, customerName=%s, status=%s]"
                .formatted(id, customerId, customerName.map(Masked::of), status);
    }
}
