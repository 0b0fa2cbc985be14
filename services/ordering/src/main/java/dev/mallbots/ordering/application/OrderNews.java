package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.OrderUpdate;
import io.smallrye.mutiny.Multi;
import java.util.UUID;

/** What becomes of orders from now on, whichever instance does it. */
public interface OrderNews {

    /**
     * Each change after the one that is known, once and in order, soon after it is committed, and while it is pending also that it is
     * delayed, once; an order that there is not may
     * yet come. Ends after the last change that there can be, and when this instance is told to stop; an outage only delays it.
     * Told on the Vert.x context of whoever calls this.
     *
     * @param known sequence of the last change that is known, 0 for none
     * @throws dev.mallbots.platform.kernel.Unavailable when this instance has as many to tell as it takes on
     */
    Multi<OrderUpdate> of(UUID orderId, long known);
}
