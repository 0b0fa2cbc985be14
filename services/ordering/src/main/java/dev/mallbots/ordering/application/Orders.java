package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderEvent;
import dev.mallbots.ordering.domain.StatusChange;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The orders there are. Everything here joins the caller's transaction, and what it changes is told to the others. */
public interface Orders {

    /** Fails with a Conflict when there is an order of that id. */
    Uni<Void> create(UUID id, List<OrderEvent> events);

    /** Fails with NotFound, with what the decision refuses, or with LostRace when somebody else was faster. */
    Uni<Void> update(UUID id, Function<Order, List<OrderEvent>> decision);

    /** Fails with NotFound. */
    Uni<Order> get(UUID id);

    /**
     * What some orders became since.
     *
     * @param known by id the sequence of the last change that is known, 0 for none
     * @return the changes of one order in their order; nothing of an order that there is not
     */
    Uni<List<StatusChange>> changesSince(Map<UUID, Long> known);
}
