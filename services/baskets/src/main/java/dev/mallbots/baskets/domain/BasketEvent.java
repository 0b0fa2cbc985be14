package dev.mallbots.baskets.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.List;
import java.util.UUID;

/** What can happen to a basket. The names and fields are what the event store keeps: change them only with an upcaster. */
public sealed interface BasketEvent {

    record BasketStarted(UUID basketId, UUID customerId) implements BasketEvent {}

    /** @param added what was put in; its quantity is how many were added, not how many there are now */
    record BasketItemAdded(BasketItem added) implements BasketEvent {}

    /** @param quantity how many were taken out, never more than there were */
    record BasketItemRemoved(UUID storeId, UUID productId, int quantity) implements BasketEvent {}

    /** A check-out met prices that had changed; the customer has to agree to them first. Nobody else's business. */
    record BasketPricesChanged(List<NewPrice> prices) implements BasketEvent {
        public BasketPricesChanged {
            prices = List.copyOf(prices);
        }
    }

    record NewPrice(UUID productId, Money was, Money is) {}

    record BasketCanceled() implements BasketEvent {}

    record BasketCheckedOut(UUID paymentId) implements BasketEvent {}
}
