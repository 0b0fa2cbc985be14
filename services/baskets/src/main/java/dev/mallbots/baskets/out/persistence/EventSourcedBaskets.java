package dev.mallbots.baskets.out.persistence;

import dev.mallbots.baskets.application.Baskets;
import dev.mallbots.baskets.domain.Basket;
import dev.mallbots.baskets.domain.BasketEvent;
import dev.mallbots.baskets.out.messaging.BasketEventTranslator;
import dev.mallbots.platform.eventsourcing.AggregateType;
import dev.mallbots.platform.eventsourcing.Change;
import dev.mallbots.platform.eventsourcing.Change.Recorded;
import dev.mallbots.platform.eventsourcing.EventStore;
import dev.mallbots.platform.messaging.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

@ApplicationScoped
class EventSourcedBaskets implements Baskets {

    // a customer may add and remove items without limit: snapshots keep loading fast
    static final AggregateType<Basket, BasketEvent> BASKET =
            AggregateType.of("Basket", BasketEvent.class, Basket::apply).snapshotEvery(100, 1, Basket.class);

    private final EventStore store;
    private final BasketEventTranslator translator;
    private final Outbox outbox;

    EventSourcedBaskets(EventStore store, BasketEventTranslator translator, Outbox outbox) {
        this.store = store;
        this.translator = translator;
        this.outbox = outbox;
    }

    @Override
    public Uni<Void> create(UUID id, List<BasketEvent> events) {
        return store.create(BASKET, id, events).chain(this::publish);
    }

    @Override
    public Uni<Decided> update(UUID id, Function<Basket, List<BasketEvent>> decision) {
        return store.update(BASKET, id, decision)
                .call(this::publish)
                .map(change -> new Decided(
                        change.state(),
                        change.events().stream().map(Recorded::event).toList()));
    }

    @Override
    public Uni<Basket> get(UUID id) {
        return store.load(BASKET, id);
    }

    private Uni<Void> publish(Change<Basket, BasketEvent> change) {
        return outbox.publish(translator.translate(change));
    }
}
