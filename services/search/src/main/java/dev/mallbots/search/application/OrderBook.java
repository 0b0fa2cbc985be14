package dev.mallbots.search.application;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.search.domain.OrderStatus;
import dev.mallbots.search.domain.PlacedOrder;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * The copies of other contexts' data in which orders are searched. Each method takes the version of its aggregate, and an older version
 * than the stored one changes nothing. Joins the transaction of the event's message.
 */
public interface OrderBook {

    /** The kinds of things whose names appear in orders. */
    enum Named {
        CUSTOMER,
        STORE,
        PRODUCT
    }

    /** The kinds of things with a status beside the order's. */
    enum Accompanying {
        PAYMENT,
        INVOICE
    }

    Uni<Void> place(PlacedOrder order, long version);

    /** Fails with {@link NotFound} if the order was never stored: its history is incomplete, which must not go unnoticed. */
    Uni<Void> move(UUID orderId, OrderStatus status, long version);

    Uni<Void> call(Named kind, UUID id, String name, long version);

    Uni<Void> move(Accompanying kind, UUID id, String status, long version);
}
