package dev.mallbots.baskets.out.messaging;

import com.google.protobuf.Message;
import dev.mallbots.baskets.domain.Basket;
import dev.mallbots.baskets.domain.BasketEvent;
import dev.mallbots.contracts.baskets.v1.BasketCanceled;
import dev.mallbots.contracts.baskets.v1.BasketCheckedOut;
import dev.mallbots.contracts.baskets.v1.BasketItem;
import dev.mallbots.contracts.baskets.v1.BasketItemAdded;
import dev.mallbots.contracts.baskets.v1.BasketItemRemoved;
import dev.mallbots.contracts.baskets.v1.BasketStarted;
import dev.mallbots.platform.eventsourcing.Change;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.service.Amounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Translates a basket's stored events into published events. */
@ApplicationScoped
public class BasketEventTranslator {

    private final Amounts amounts;

    public BasketEventTranslator(Amounts amounts) {
        this.amounts = amounts;
    }

    /** The published events in their order; unpublished events are left out. */
    public List<OutgoingMessage> translate(Change<Basket, BasketEvent> change) {
        return change.events().stream()
                .flatMap(recorded -> payload(change.state(), recorded.event())
                        .map(payload -> OutgoingMessage.event(
                                        "baskets", "Basket", change.id(), recorded.version(), payload)
                                .correlatedWith(change.id()))
                        .stream())
                .toList();
    }

    private Optional<Message> payload(Basket basket, BasketEvent event) {
        String id = basket.id().toString();
        String customer = basket.customerId().toString();
        return switch (event) {
            case BasketEvent.BasketStarted _ ->
                Optional.of(BasketStarted.newBuilder()
                        .setBasketId(id)
                        .setCustomerId(customer)
                        .build());
            case BasketEvent.BasketItemAdded(var added) ->
                Optional.of(BasketItemAdded.newBuilder()
                        .setBasketId(id)
                        .setCustomerId(customer)
                        .setItem(item(added))
                        .build());
            case BasketEvent.BasketItemRemoved(UUID storeId, UUID productId, int quantity) ->
                Optional.of(BasketItemRemoved.newBuilder()
                        .setBasketId(id)
                        .setCustomerId(customer)
                        .setStoreId(storeId.toString())
                        .setProductId(productId.toString())
                        .setQuantity(quantity)
                        .build());
            case BasketEvent.BasketPricesChanged _ -> Optional.empty();
            case BasketEvent.BasketCanceled _ ->
                Optional.of(BasketCanceled.newBuilder()
                        .setBasketId(id)
                        .setCustomerId(customer)
                        .build());
            // this is the basket's last event, so its current items are the checked-out items
            case BasketEvent.BasketCheckedOut(UUID paymentId) ->
                Optional.of(BasketCheckedOut.newBuilder()
                        .setBasketId(id)
                        .setCustomerId(customer)
                        .setPaymentId(paymentId.toString())
                        .addAllItems(basket.items().stream().map(this::item).toList())
                        .setTotal(amounts.write(basket.total()))
                        .build());
        };
    }

    private BasketItem item(dev.mallbots.baskets.domain.BasketItem item) {
        return BasketItem.newBuilder()
                .setStoreId(item.storeId().toString())
                .setProductId(item.productId().toString())
                .setStoreName(item.storeName())
                .setProductName(item.productName())
                .setPrice(amounts.write(item.productPrice()))
                .setQuantity(item.quantity())
                .build();
    }
}
