package dev.mallbots.stores.out.persistence;

import dev.mallbots.platform.eventsourcing.AggregateType;
import dev.mallbots.platform.eventsourcing.Change;
import dev.mallbots.platform.eventsourcing.EventStore;
import dev.mallbots.platform.messaging.Outbox;
import dev.mallbots.stores.application.Stores;
import dev.mallbots.stores.domain.Store;
import dev.mallbots.stores.domain.StoreEvent;
import dev.mallbots.stores.domain.StoreEvent.StoreCreated;
import dev.mallbots.stores.out.messaging.StoreEventTranslator;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** One transaction writes a store's events, its row in the mall, and the outgoing messages. */
@ApplicationScoped
class EventSourcedStores implements Stores {

    static final AggregateType<Store, StoreEvent> STORE =
            AggregateType.of("Store", StoreEvent.class, Store::apply).gained(StoreCreated.class, "owner");

    private final EventStore events;
    private final Outbox outbox;

    EventSourcedStores(EventStore events, Outbox outbox) {
        this.events = events;
        this.outbox = outbox;
    }

    @Override
    public Uni<Void> create(UUID id, List<StoreEvent> created) {
        return events.create(STORE, id, created).chain(this::spread);
    }

    @Override
    public Uni<Void> update(UUID id, Function<Store, List<StoreEvent>> decide) {
        return events.update(STORE, id, decide).chain(this::spread);
    }

    private Uni<Void> spread(Change<Store, StoreEvent> change) {
        return rowOf(change.id())
                .invoke(row -> row.become(change.state(), change.version()))
                .chain(row -> Panache.getSession().chain(session -> session.persist(row)))
                .chain(() -> outbox.publish(StoreEventTranslator.messagesOf(change)));
    }

    private static Uni<StoreRow> rowOf(UUID id) {
        return Panache.getSession()
                .chain(session -> session.find(StoreRow.class, id))
                .onItem()
                .ifNull()
                .continueWith(() -> new StoreRow(id));
    }
}
