package dev.mallbots.search.application;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.search.domain.OrderStatus;
import dev.mallbots.search.domain.PlacedOrder;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * What is kept of others so that orders can be found; each method takes the version of the thing it is about, and what is
 * older than what is kept changes nothing. Called in the transaction of the message it comes from.
 */
public interface OrderBook {

    /** What has a name that orders show. */
    enum Named {
        CUSTOMER,
        STORE,
        PRODUCT
    }

    /** What accompanies an order with a status of its own. */
    enum Accompanying {
        PAYMENT,
        INVOICE
    }

    Uni<Void> place(PlacedOrder order, long version);

    /** Fails with {@link NotFound} when it was never placed: then its history is incomplete, and that must be seen. */
    Uni<Void> move(UUID orderId, OrderStatus status, long version);

    Uni<Void> call(Named kind, UUID id, String name, long version);

    Uni<Void> move(Accompanying kind, UUID id, String status, long version);
}
