package dev.mallbots.payments.application;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * Which orders name which payment, and which of them are over. Whoever asks or writes holds the payment, if there is one, so that
 * questions and news of one payment come one after the other.
 */
public interface PayingOrders {

    /** An order was made that names a payment. Changes nothing of an order that is known. */
    Uni<Void> note(UUID order, UUID payment, UUID customer);

    /** An order is over for good, whether it was known or not. */
    Uni<Void> end(UUID order, UUID payment);

    Uni<Boolean> isOver(UUID order);

    /** Whether there is another order of this customer that names the payment and is not over. */
    Uni<Boolean> isNamedByAnother(UUID order, UUID payment, UUID customer);
}
