package dev.mallbots.depot.application;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * The orders that the depot collects for. Whoever decides about the list of an order holds the order first, then the list, then its
 * bot.
 */
public interface CollectedOrders {

    /**
     * Holds the order until the transaction ends, known or not.
     *
     * @return whether it is over
     */
    Uni<Boolean> hold(UUID order);

    /** Holds the order until the transaction ends, and nothing is collected for it from now on. */
    Uni<Void> end(UUID order);
}
