package dev.mallbots.ordersaga.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The data that the saga needs about an order.
 *
 * @param currency the currency of the total, ISO 4217
 * @param shoppingListId empty until the depot has created the list
 */
public record CreateOrder(
        UUID orderId,
        UUID customerId,
        UUID paymentId,
        List<Item> items,
        Money total,
        String currency,
        Optional<UUID> shoppingListId) {

    public CreateOrder {
        items = List.copyOf(items);
    }

    /** One line of the order. */
    public record Item(UUID storeId, UUID productId, int quantity) {}

    public CreateOrder withShoppingList(UUID id) {
        return new CreateOrder(orderId, customerId, paymentId, items, total, currency, Optional.of(id));
    }
}
