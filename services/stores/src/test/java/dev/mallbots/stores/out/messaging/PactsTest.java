package dev.mallbots.stores.out.messaging;

import dev.mallbots.platform.eventsourcing.Change;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.Calls;
import dev.mallbots.platform.pacts.Reads;
import dev.mallbots.platform.pacts.ServicePacts;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.stores.domain.Product;
import dev.mallbots.stores.domain.ProductEvent;
import dev.mallbots.stores.domain.Store;
import dev.mallbots.stores.domain.StoreEvent;
import java.util.ArrayList;
import java.util.List;

class PactsTest extends ServicePacts {

    PactsTest() {
        super("stores");
    }

    @Override
    protected List<MessageSubscriber> subscribers(Calls calls) {
        return List.of();
    }

    @Override
    protected void reads(Reads reads) {}

    @Override
    protected List<OutgoingMessage> writes() {
        List<OutgoingMessage> written = new ArrayList<>();
        var created =
                Store.create(Ids.next(), "Bakery", "Ground floor", Ids.next()).getFirst();
        Store store = Store.apply(null, created);
        written.addAll(of(store, created));
        written.addAll(of(store, new StoreEvent.StoreParticipationToggled(true)));
        written.addAll(of(store, new StoreEvent.StoreParticipationToggled(false)));
        written.addAll(of(store, new StoreEvent.StoreRebranded("Baker's")));

        var added = Product.add(Ids.next(), store.id(), "Bread", "", "", Money.of("3.2"))
                .getFirst();
        Product product = Product.apply(null, added);
        written.addAll(of(product, added));
        written.addAll(of(product, new ProductEvent.ProductRebranded("Rye bread", "Sourdough")));
        written.addAll(of(product, product.decreasePrice(Money.of("3")).getFirst()));
        written.addAll(of(product, new ProductEvent.ProductRemoved()));
        return written;
    }

    private static List<OutgoingMessage> of(Store store, StoreEvent event) {
        return StoreEventTranslator.messagesOf(
                new Change<>(store.id(), store, 1, List.of(new Change.Recorded<>(1, event))));
    }

    private static List<OutgoingMessage> of(Product product, ProductEvent event) {
        return new ProductEventTranslator(new Amounts("EUR"))
                .messagesOf(new Change<>(product.id(), product, 1, List.of(new Change.Recorded<>(1, event))));
    }
}
