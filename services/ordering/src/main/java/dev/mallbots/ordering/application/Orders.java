package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;
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
}
