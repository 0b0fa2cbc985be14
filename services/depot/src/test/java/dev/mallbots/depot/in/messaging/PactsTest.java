package dev.mallbots.depot.in.messaging;

import dev.mallbots.contracts.depot.v1.CancelShoppingList;
import dev.mallbots.contracts.depot.v1.ShoppingListAvailable;
import dev.mallbots.contracts.depot.v1.ShoppingListCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.contracts.stores.v1.StoresServiceGrpc;
import dev.mallbots.depot.application.CreateShoppingList;
import dev.mallbots.depot.application.EndOrder;
import dev.mallbots.depot.application.FindGoods;
import dev.mallbots.depot.application.InitiateShopping;
import dev.mallbots.depot.application.RememberProduct;
import dev.mallbots.depot.application.RememberStore;
import dev.mallbots.depot.application.RenameProduct;
import dev.mallbots.depot.application.RenameStore;
import dev.mallbots.depot.domain.Origin;
import dev.mallbots.depot.domain.Pick;
import dev.mallbots.depot.domain.Product;
import dev.mallbots.depot.domain.ShoppingList;
import dev.mallbots.depot.domain.ShoppingListEvent;
import dev.mallbots.depot.domain.Store;
import dev.mallbots.depot.in.clock.BotsClock;
import dev.mallbots.depot.out.grpc.StoresClient;
import dev.mallbots.depot.out.messaging.ShoppingListEventTranslator;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.Calls;
import dev.mallbots.platform.pacts.Clients;
import dev.mallbots.platform.pacts.Reads;
import dev.mallbots.platform.pacts.ServicePacts;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

class PactsTest extends ServicePacts {

    private static final UUID BREAD = new UUID(0, 7);
    private static final UUID BAKERY = new UUID(0, 8);

    PactsTest() {
        super("depot");
    }

    @Override
    protected List<MessageSubscriber> subscribers(Calls calls) {
        return List.of(
                new OrderMessages(calls.to(EndOrder.class)),
                new OrderSagaMessages(
                        calls.to(CreateShoppingList.class),
                        calls.to(FindGoods.class),
                        calls.to(InitiateShopping.class),
                        calls.to(EndOrder.class)),
                new ShoppingListMessages(calls.to(BotsClock.class)),
                new StoreMessages(
                        calls.to(RememberStore.class),
                        calls.to(RenameStore.class),
                        calls.to(RememberProduct.class),
                        calls.to(RenameProduct.class)));
    }

    @Override
    protected void reads(Reads reads) {
        reads.from("ordering", "mallbots.ordering.events.Order")
                .message(OrderRejected.class, "order_id")
                .message(OrderCanceled.class, "order_id");
        reads.from("order-saga", "mallbots.depot.commands")
                .wholly(dev.mallbots.contracts.depot.v1.CreateShoppingList.class)
                .message(dev.mallbots.contracts.depot.v1.InitiateShopping.class, "shopping_list_id")
                .message(CancelShoppingList.class, "order_id");
        reads.from("stores", "mallbots.stores.events.Store")
                .message(StoreCreated.class, "store_id", "name", "location")
                .message(StoreRebranded.class, "store_id", "name");
        reads.from("stores", "mallbots.stores.events.Product")
                .message(ProductAdded.class, "product_id", "store_id", "name")
                .message(ProductRebranded.class, "product_id", "name");
        // wake the bots; which list it is does not matter
        reads.from("depot", "mallbots.depot.events.ShoppingList")
                .message(ShoppingListAvailable.class)
                .message(ShoppingListCanceled.class);
    }

    @Override
    protected void calls(Clients clients) {
        clients.of("stores", at -> StoresClient.at(at).products(Set.of(BREAD)))
                .reads(
                        StoresServiceGrpc.getGetProductsMethod(),
                        "products.id",
                        "products.store_id",
                        "products.name",
                        "products.version")
                .whenUnknown(Status.Code.OK);
        clients.of("stores", at -> StoresClient.at(at).stores(Set.of(BAKERY)))
                .reads(
                        StoresServiceGrpc.getGetStoresMethod(),
                        "stores.id",
                        "stores.name",
                        "stores.location",
                        "stores.version")
                .whenUnknown(Status.Code.OK);
    }

    @Override
    protected List<OutgoingMessage> writes() {
        var store = new Store(Ids.next(), "Bakery", "Ground floor");
        var bread = new Product(Ids.next(), store.id(), "Bread");
        List<OutgoingMessage> written = new ArrayList<>();
        var created = ShoppingList.create(Ids.next(), Ids.next(), Origin.ORDER, List.of(new Pick(store, bread, 2)));
        ShoppingList pending = write(null, created, written);
        write(pending, pending.cancel(), written);
        write(pending, pending.orderEnded(), written);
        ShoppingList available = write(pending, pending.initiate(), written);
        ShoppingList active =
                write(available, available.assign(Ids.next(), Instant.EPOCH, Duration.ofSeconds(1)), written);
        write(active, active.orderEnded(), written);
        write(active, active.complete(), written);
        return written;
    }

    private static ShoppingList write(
            ShoppingList before, List<ShoppingListEvent> events, List<OutgoingMessage> written) {
        ShoppingList current = before;
        for (ShoppingListEvent event : events) {
            current = ShoppingList.apply(current, event);
            written.add(ShoppingListEventTranslator.translate(current, 1, event));
        }
        return current;
    }
}
