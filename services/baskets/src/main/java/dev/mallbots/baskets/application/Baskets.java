package dev.mallbots.baskets.application;

import dev.mallbots.baskets.domain.Basket;
import dev.mallbots.baskets.domain.BasketEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Stores and loads baskets. Every method joins the caller's transaction; every change is also published as events. */
public interface Baskets {

    /** @param basket the state after the events */
    record Decided(Basket basket, List<BasketEvent> events) {}

    /** Fails with a Conflict if a basket with that id exists. */
    Uni<Void> create(UUID id, List<BasketEvent> events);

    /** Fails with NotFound, with a refusal of the decision, or with LostRace if another transaction changed the basket first. */
    Uni<Decided> update(UUID id, Function<Basket, List<BasketEvent>> decision);

    /** Fails with NotFound. */
    Uni<Basket> get(UUID id);
}
