package dev.mallbots.depot.application;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * The orders that the depot collects. A transaction that changes the list of an order locks the order first, then the list, then the list's
 * bot.
 */
public interface CollectedOrders {

    /**
     * Locks the order until the transaction ends, whether it is known or not.
     *
     * @return whether the order has ended
     */
    Uni<Boolean> hold(UUID order);

    /** Locks the order until the transaction ends, and records that no goods will be collected for it. */
    Uni<Void> end(UUID order);
}
