package dev.mallbots.baskets.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.List;
import java.util.UUID;

/** The events of a basket. The event store keeps their names and fields: change them only with an upcaster. */
public sealed interface BasketEvent {

    record BasketStarted(UUID basketId, UUID customerId) implements BasketEvent {}

    /** @param added the added line; its quantity is the number of added pieces, not the total */
    record BasketItemAdded(BasketItem added) implements BasketEvent {}

    /** @param quantity the number of removed pieces, never more than were in the basket */
    record BasketItemRemoved(UUID storeId, UUID productId, int quantity) implements BasketEvent {}

    /** A check-out found changed prices, which the customer has to accept first. Not published. */
    record BasketPricesChanged(List<NewPrice> prices) implements BasketEvent {
        public BasketPricesChanged {
            prices = List.copyOf(prices);
        }
    }

    record NewPrice(UUID productId, Money was, Money is) {}

    record BasketCanceled() implements BasketEvent {}

    record BasketCheckedOut(UUID paymentId) implements BasketEvent {}
}
