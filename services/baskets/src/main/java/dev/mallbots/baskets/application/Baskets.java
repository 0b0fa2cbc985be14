package dev.mallbots.baskets.application;

import dev.mallbots.baskets.domain.Basket;
import dev.mallbots.baskets.domain.BasketEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The baskets there are. Everything here joins the caller's transaction, and what it changes is told to the others. */
public interface Baskets {

    /** @param basket after the events */
    record Decided(Basket basket, List<BasketEvent> events) {}

    /** Fails with a Conflict when there is a basket of that id. */
    Uni<Void> create(UUID id, List<BasketEvent> events);

    /** Fails with NotFound, with what the decision refuses, or with LostRace when somebody else was faster. */
    Uni<Decided> update(UUID id, Function<Basket, List<BasketEvent>> decision);

    /** Fails with NotFound. */
    Uni<Basket> get(UUID id);
}
