package dev.mallbots.ordering.in.messaging;

import dev.mallbots.contracts.baskets.v1.BasketCheckedOut;
import dev.mallbots.contracts.baskets.v1.BasketItem;
import dev.mallbots.ordering.application.OrderBasket;
import dev.mallbots.ordering.domain.OrderItem;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.platform.service.Fields;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class BasketMessages implements MessageSubscriber {

    private final OrderBasket orderBasket;
    private final Amounts amounts;

    BasketMessages(OrderBasket orderBasket, Amounts amounts) {
        this.orderBasket = orderBasket;
        this.amounts = amounts;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(BasketCheckedOut.class, (event, context) -> order(event));
    }

    private Uni<Void> order(BasketCheckedOut event) {
        return orderBasket.handle(
                Fields.uuid("basketId", event.getBasketId()),
                Fields.uuid("customerId", event.getCustomerId()),
                Fields.uuid("paymentId", event.getPaymentId()),
                event.getItemsList().stream().map(this::item).toList());
    }

    private OrderItem item(BasketItem item) {
        return new OrderItem(
                Fields.uuid("storeId", item.getStoreId()),
                Fields.uuid("productId", item.getProductId()),
                item.getStoreName(),
                item.getProductName(),
                amounts.read("price", item.getPrice()),
                item.getQuantity());
    }
}
