package dev.mallbots.payments.application;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * Which orders name which payment, and which of these orders have ended. The caller locks the payment first, if it exists, so that reads
 * and writes about one payment run one after the other.
 */
public interface PayingOrders {

    /** Records a new order that names a payment. Changes nothing for a known order. */
    Uni<Void> note(UUID order, UUID payment, UUID customer);

    /** Records that an order has ended, whether it was known or not. */
    Uni<Void> end(UUID order, UUID payment);

    Uni<Boolean> isOver(UUID order);

    /** Whether another order of this customer names the payment and has not ended. */
    Uni<Boolean> isNamedByAnother(UUID order, UUID payment, UUID customer);
}
