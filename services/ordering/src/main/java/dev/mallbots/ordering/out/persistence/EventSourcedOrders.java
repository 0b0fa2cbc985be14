package dev.mallbots.ordering.out.persistence;

import dev.mallbots.ordering.application.Orders;
import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderEvent;
import dev.mallbots.ordering.domain.StatusChange;
import dev.mallbots.ordering.out.messaging.OrderEventTranslator;
import dev.mallbots.platform.eventsourcing.AggregateType;
import dev.mallbots.platform.eventsourcing.Change;
import dev.mallbots.platform.eventsourcing.EventStore;
import dev.mallbots.platform.messaging.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** An order's stream is short, so it is always replayed from its first event. */
@ApplicationScoped
class EventSourcedOrders implements Orders {

    static final AggregateType<Order, OrderEvent> ORDER = AggregateType.of("Order", OrderEvent.class, Order::apply);

    private final EventStore store;
    private final OrderEventTranslator translator;
    private final Outbox outbox;
    private final OrderMeters meters;

    EventSourcedOrders(EventStore store, OrderEventTranslator translator, Outbox outbox, OrderMeters meters) {
        this.store = store;
        this.translator = translator;
        this.outbox = outbox;
        this.meters = meters;
    }

    @Override
    public Uni<Void> create(UUID id, List<OrderEvent> events) {
        return store.create(ORDER, id, events).chain(this::publish);
    }

    @Override
    public Uni<Void> update(UUID id, Function<Order, List<OrderEvent>> decision) {
        return store.update(ORDER, id, decision).chain(this::publish);
    }

    @Override
    public Uni<Order> get(UUID id) {
        return store.load(ORDER, id);
    }

    @Override
    public Uni<List<StatusChange>> changesSince(Map<UUID, Long> known) {
        return store.since(ORDER, known)
                .map(events -> events.stream()
                        .flatMap(past ->
                                StatusChange.of(past.aggregateId(), past.version(), past.event(), past.at()).stream())
                        .toList());
    }

    private Uni<Void> publish(Change<Order, OrderEvent> change) {
        meters.count(change);
        return outbox.publish(translator.translate(change));
    }
}
