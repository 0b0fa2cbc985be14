package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderEvent;
import dev.mallbots.ordering.domain.StatusChange;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Stores and loads orders. Every method joins the caller's transaction; every change is also published as events. */
public interface Orders {

    /** Fails with a Conflict if an order with that id exists. */
    Uni<Void> create(UUID id, List<OrderEvent> events);

    /** Fails with NotFound, with a refusal of the decision, or with LostRace if another transaction changed the order first. */
    Uni<Void> update(UUID id, Function<Order, List<OrderEvent>> decision);

    /** Fails with NotFound. */
    Uni<Order> get(UUID id);

    /**
     * The new changes of some orders.
     *
     * @param known the sequence of the last known change by order id, 0 for none
     * @return the changes of each order in order; none for an unknown order
     */
    Uni<List<StatusChange>> changesSince(Map<UUID, Long> known);
}
