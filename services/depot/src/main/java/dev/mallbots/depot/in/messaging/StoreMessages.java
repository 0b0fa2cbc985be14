package dev.mallbots.depot.in.messaging;

import static dev.mallbots.platform.service.Fields.uuid;

import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.depot.application.Copies.ProductCopy;
import dev.mallbots.depot.application.Copies.StoreCopy;
import dev.mallbots.depot.application.RememberProduct;
import dev.mallbots.depot.application.RememberStore;
import dev.mallbots.depot.application.RenameProduct;
import dev.mallbots.depot.application.RenameStore;
import dev.mallbots.depot.domain.Product;
import dev.mallbots.depot.domain.Store;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import jakarta.enterprise.context.ApplicationScoped;

/** Handles the events of stores and products. The copy of a removed product is kept, because an order may still contain it. */
@ApplicationScoped
class StoreMessages implements MessageSubscriber {

    private final RememberStore rememberStore;
    private final RenameStore renameStore;
    private final RememberProduct rememberProduct;
    private final RenameProduct renameProduct;

    StoreMessages(
            RememberStore rememberStore,
            RenameStore renameStore,
            RememberProduct rememberProduct,
            RenameProduct renameProduct) {
        this.rememberStore = rememberStore;
        this.renameStore = renameStore;
        this.rememberProduct = rememberProduct;
        this.renameProduct = renameProduct;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.eventInOrder(
                StoreCreated.class,
                (event, context) -> rememberStore.handle(new StoreCopy(
                        new Store(uuid("storeId", event.getStoreId()), event.getName(), event.getLocation()),
                        sequence(context))));
        on.eventInOrder(
                StoreRebranded.class,
                (event, context) ->
                        renameStore.handle(uuid("storeId", event.getStoreId()), event.getName(), sequence(context)));
        on.eventInOrder(
                ProductAdded.class,
                (event, context) -> rememberProduct.handle(new ProductCopy(
                        new Product(
                                uuid("productId", event.getProductId()),
                                uuid("storeId", event.getStoreId()),
                                event.getName()),
                        sequence(context))));
        on.eventInOrder(
                ProductRebranded.class,
                (event, context) -> renameProduct.handle(
                        uuid("productId", event.getProductId()), event.getName(), sequence(context)));
    }

    private static long sequence(MessageContext context) {
        return context.sequence().orElseThrow();
    }
}
