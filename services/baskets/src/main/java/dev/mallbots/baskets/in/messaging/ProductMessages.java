package dev.mallbots.baskets.in.messaging;

import dev.mallbots.baskets.application.Copies;
import dev.mallbots.baskets.application.ProductCopy;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.ProductPriceChanged;
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.ProductRemoved;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.platform.service.Fields;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class ProductMessages implements MessageSubscriber {

    private final Copies copies;
    private final Amounts amounts;

    ProductMessages(Copies copies, Amounts amounts) {
        this.copies = copies;
        this.amounts = amounts;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.eventInOrder(
                ProductAdded.class,
                (event, context) -> copies.keepProducts(List.of(new ProductCopy(
                        id(event.getProductId()),
                        Fields.uuid("storeId", event.getStoreId()),
                        event.getName(),
                        price(event.getPrice()),
                        context.sequence().orElseThrow()))));
        on.eventInOrder(
                ProductRebranded.class,
                (event, context) -> copies.productRenamed(
                        id(event.getProductId()),
                        event.getName(),
                        context.sequence().orElseThrow()));
        on.eventInOrder(
                ProductPriceChanged.class,
                (event, context) -> copies.priceChanged(
                        id(event.getProductId()),
                        price(event.getPrice()),
                        context.sequence().orElseThrow()));
        on.eventInOrder(
                ProductRemoved.class,
                (event, context) -> copies.productRemoved(
                        id(event.getProductId()), context.sequence().orElseThrow()));
    }

    private static UUID id(String text) {
        return Fields.uuid("productId", text);
    }

    private dev.mallbots.platform.kernel.Money price(Money wire) {
        return amounts.read("price", wire);
    }
}
