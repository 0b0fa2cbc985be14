package dev.mallbots.stores.out.persistence;

import dev.mallbots.platform.eventsourcing.AggregateType;
import dev.mallbots.platform.eventsourcing.Change;
import dev.mallbots.platform.eventsourcing.EventStore;
import dev.mallbots.platform.messaging.Outbox;
import dev.mallbots.stores.application.Products;
import dev.mallbots.stores.domain.Product;
import dev.mallbots.stores.domain.ProductEvent;
import dev.mallbots.stores.out.messaging.ProductEventTranslator;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** One transaction writes a product's events, its row in the catalog, and the outgoing messages. */
@ApplicationScoped
class EventSourcedProducts implements Products {

    // snapshots, because prices of some products change many times a day
    static final AggregateType<Product, ProductEvent> PRODUCT =
            AggregateType.of("Product", ProductEvent.class, Product::apply).snapshotEvery(100, 1, Product.class);

    private final EventStore events;
    private final ProductEventTranslator translator;
    private final Outbox outbox;

    EventSourcedProducts(EventStore events, ProductEventTranslator translator, Outbox outbox) {
        this.events = events;
        this.translator = translator;
        this.outbox = outbox;
    }

    @Override
    public Uni<Void> add(UUID id, List<ProductEvent> added) {
        return events.create(PRODUCT, id, added).chain(this::spread);
    }

    @Override
    public Uni<Product> get(UUID id) {
        return events.load(PRODUCT, id);
    }

    @Override
    public Uni<Void> update(UUID id, Function<Product, List<ProductEvent>> decide) {
        return events.update(PRODUCT, id, decide).chain(this::spread);
    }

    private Uni<Void> spread(Change<Product, ProductEvent> change) {
        return rowOf(change.id())
                .chain(row ->
                        change.state().removed() ? remove(row) : keep(row.become(change.state(), change.version())))
                .chain(() -> outbox.publish(translator.messagesOf(change)));
    }

    private static Uni<ProductRow> rowOf(UUID id) {
        return Panache.getSession()
                .chain(session -> session.find(ProductRow.class, id))
                .onItem()
                .ifNull()
                .continueWith(() -> new ProductRow(id));
    }

    private static Uni<Void> keep(ProductRow row) {
        return Panache.getSession().chain(session -> session.persist(row));
    }

    private static Uni<Void> remove(ProductRow row) {
        return Panache.getSession().chain(session -> session.remove(row));
    }
}
