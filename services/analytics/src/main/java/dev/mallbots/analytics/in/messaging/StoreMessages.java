package dev.mallbots.analytics.in.messaging;

import dev.mallbots.analytics.application.Sales;
import dev.mallbots.analytics.application.Sales.Named;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.ProductPriceChanged;
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.ProductRemoved;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreParticipationToggled;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The names of stores and products. Sales of a removed product keep its name. */
@ApplicationScoped
class StoreMessages implements MessageSubscriber {

    private final Trailing trailing;
    private final Sales sales;

    StoreMessages(Trailing trailing, Sales sales) {
        this.trailing = trailing;
        this.sales = sales;
    }

    @Override
    public void subscribe(Subscriptions on) {
        trailing.follow(
                on, StoreCreated.class, (event, context) -> store(event.getStoreId(), event.getName(), context));
        trailing.follow(
                on, StoreRebranded.class, (event, context) -> store(event.getStoreId(), event.getName(), context));
        trailing.follow(on, StoreParticipationToggled.class);
        trailing.follow(
                on, ProductAdded.class, (event, context) -> product(event.getProductId(), event.getName(), context));
        trailing.follow(
                on,
                ProductRebranded.class,
                (event, context) -> product(event.getProductId(), event.getName(), context));
        trailing.follow(on, ProductPriceChanged.class);
        trailing.follow(on, ProductRemoved.class);
    }

    private Uni<Void> store(String id, String name, MessageContext context) {
        return sales.call(
                Named.STORE,
                Fields.uuid("store_id", id),
                name,
                context.sequence().orElseThrow());
    }

    private Uni<Void> product(String id, String name, MessageContext context) {
        return sales.call(
                Named.PRODUCT,
                Fields.uuid("product_id", id),
                name,
                context.sequence().orElseThrow());
    }
}
