package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.OrderUpdate;
import io.smallrye.mutiny.Multi;
import java.util.UUID;

/** The new changes of orders, made by any instance. */
public interface OrderNews {

    /**
     * Emits each change after the known one, once and in order, soon after its commit. While the order is pending it also emits a delay,
     * once. The order need not exist yet. The stream ends after the final change and when this instance stops; an outage only delays it.
     * Items are emitted on the caller's Vert.x context.
     *
     * @param known the sequence of the last known change, 0 for none
     * @throws dev.mallbots.platform.kernel.Unavailable this instance has reached its limit of followers
     */
    Multi<OrderUpdate> of(UUID orderId, long known);
}
