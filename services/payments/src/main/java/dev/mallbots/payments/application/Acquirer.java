package dev.mallbots.payments.application;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.Remote;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * The port to the customers' banks. The acquirer identifies a payment by its id, so a repeated call has an effect once: after a crash or a
 * lost answer the call is repeated.
 *
 * <p>Every call answers within a bounded time, on the caller's Vert.x context, or fails with {@link
 * dev.mallbots.platform.kernel.Unavailable}; then it is unknown whether the call took effect.
 */
@Remote
public interface Acquirer {

    sealed interface Answer {

        record Accepted() implements Answer {}

        /** @param reason a sentence for a person */
        record Declined(String reason) implements Answer {}
    }

    /** Holds an amount. */
    Uni<Answer> authorize(UUID paymentId, Money amount);

    /** Takes a held amount and releases the rest of it. */
    Uni<Answer> capture(UUID paymentId, Money amount);

    /** Releases the held amount, if there is one. */
    Uni<Void> release(UUID paymentId);
}
