package dev.mallbots.baskets.in.messaging;

import dev.mallbots.baskets.application.Copies;
import dev.mallbots.baskets.domain.Basket;
import dev.mallbots.baskets.domain.BasketEvent;
import dev.mallbots.baskets.domain.BasketItem;
import dev.mallbots.baskets.out.grpc.StoresClient;
import dev.mallbots.baskets.out.messaging.BasketEventTranslator;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.ProductPriceChanged;
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.ProductRemoved;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreParticipationToggled;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.contracts.stores.v1.StoresServiceGrpc;
import dev.mallbots.platform.eventsourcing.Change;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.Calls;
import dev.mallbots.platform.pacts.Clients;
import dev.mallbots.platform.pacts.Reads;
import dev.mallbots.platform.pacts.ServicePacts;
import dev.mallbots.platform.service.Amounts;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

class PactsTest extends ServicePacts {

    private static final UUID BREAD = new UUID(0, 7);
    private static final Amounts EUROS = new Amounts("EUR");

    PactsTest() {
        super("baskets");
    }

    @Override
    protected List<MessageSubscriber> subscribers(Calls calls) {
        var copies = calls.to(Copies.class);
        return List.of(new ProductMessages(copies, EUROS), new StoreMessages(copies));
    }

    @Override
    protected void reads(Reads reads) {
        reads.from("stores", "mallbots.stores.events.Store")
                .message(StoreCreated.class, "store_id", "name")
                .message(StoreRebranded.class, "store_id", "name")
                .message(StoreParticipationToggled.class, "store_id", "participating");
        reads.from("stores", "mallbots.stores.events.Product")
                .message(ProductAdded.class, "product_id", "store_id", "name", "price")
                .message(ProductRebranded.class, "product_id", "name")
                .message(ProductPriceChanged.class, "product_id", "price")
                .message(ProductRemoved.class, "product_id");
    }

    @Override
    protected void calls(Clients clients) {
        clients.of("stores", at -> StoresClient.at(at).find(Set.of(BREAD)))
                .reads(
                        StoresServiceGrpc.getGetProductsMethod(),
                        "products.id",
                        "products.store_id",
                        "products.name",
                        "products.price",
                        "products.version")
                .whenUnknown(Status.Code.OK)
                .reads(
                        StoresServiceGrpc.getGetStoresMethod(),
                        "stores.id",
                        "stores.name",
                        "stores.participating",
                        "stores.version")
                .whenUnknown(Status.Code.OK);
    }

    @Override
    protected List<OutgoingMessage> writes() {
        var bread = new BasketItem(Ids.next(), Ids.next(), "Bakery", "Bread", Money.of("3.2"), 2);
        List<OutgoingMessage> written = new ArrayList<>();
        Basket basket = null;
        for (BasketEvent event : List.of(
                Basket.start(Ids.next(), Ids.next()).getFirst(),
                new BasketEvent.BasketItemAdded(bread),
                new BasketEvent.BasketItemRemoved(bread.storeId(), bread.productId(), 1),
                new BasketEvent.BasketCheckedOut(Ids.next()))) {
            basket = Basket.apply(basket, event);
            written.addAll(messages(basket, event));
        }
        written.addAll(messages(basket, new BasketEvent.BasketCanceled()));
        return written;
    }

    private static List<OutgoingMessage> messages(Basket after, BasketEvent event) {
        return new BasketEventTranslator(EUROS)
                .translate(new Change<>(after.id(), after, 1, List.of(new Change.Recorded<>(1, event))));
    }
}
