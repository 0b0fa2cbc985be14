package dev.mallbots.search.in.messaging;

import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.search.application.OrderBook;
import dev.mallbots.search.application.OrderBook.Named;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The names of customers, stores and products. Orders with a removed product keep its name. */
@ApplicationScoped
class NameMessages implements MessageSubscriber {

    private final OrderBook book;

    NameMessages(OrderBook book) {
        this.book = book;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.eventInOrder(
                CustomerRegistered.class,
                (event, context) -> called(Named.CUSTOMER, event.getCustomerId(), event.getName(), context));
        on.eventInOrder(
                StoreCreated.class,
                (event, context) -> called(Named.STORE, event.getStoreId(), event.getName(), context));
        on.eventInOrder(
                StoreRebranded.class,
                (event, context) -> called(Named.STORE, event.getStoreId(), event.getName(), context));
        on.eventInOrder(
                ProductAdded.class,
                (event, context) -> called(Named.PRODUCT, event.getProductId(), event.getName(), context));
        on.eventInOrder(
                ProductRebranded.class,
                (event, context) -> called(Named.PRODUCT, event.getProductId(), event.getName(), context));
    }

    private Uni<Void> called(Named kind, String id, String name, MessageContext context) {
        return book.call(kind, Fields.uuid("id", id), name, context.sequence().orElseThrow());
    }
}
