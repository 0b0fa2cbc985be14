package dev.mallbots.payments.application;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.Remote;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * Who talks to the customers' banks. It knows a payment by its id, so asking for the same again does it once: after a crash
 * in the middle, or an answer that never came, a call is simply made again.
 *
 * <p>Every call answers within a bounded time on the Vert.x context of its caller, or fails with
 * {@link dev.mallbots.platform.kernel.Unavailable}, which means that nobody knows whether it was done.
 */
@Remote
public interface Acquirer {

    sealed interface Answer {

        record Accepted() implements Answer {}

        /** @param reason a sentence for a person */
        record Declined(String reason) implements Answer {}
    }

    /** Sets money aside. */
    Uni<Answer> authorize(UUID paymentId, Money amount);

    /** Takes money that was set aside; the rest of it is let go. */
    Uni<Answer> capture(UUID paymentId, Money amount);

    /** Lets go what was set aside, if anything. */
    Uni<Void> release(UUID paymentId);
}
