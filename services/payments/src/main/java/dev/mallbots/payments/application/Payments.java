package dev.mallbots.payments.application;

import dev.mallbots.payments.domain.Payment;
import dev.mallbots.payments.domain.PaymentEvent;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** All payments. What happens to one is told to the other services with the transaction that it happens in. */
public interface Payments {

    /** @param events how it came to be */
    Uni<Void> add(UUID id, List<PaymentEvent> events);

    /** Fails with {@link dev.mallbots.platform.kernel.NotFound}. */
    Uni<Payment> get(UUID id);

    /** The same, held until the transaction ends. Fails with {@link dev.mallbots.platform.kernel.NotFound}. */
    Uni<Payment> hold(UUID id);

    /**
     * Holds the payment until the transaction ends, so that decisions about it are taken one after the other.
     *
     * @return what happened; fails with {@link dev.mallbots.platform.kernel.NotFound}
     */
    Uni<List<PaymentEvent>> update(UUID id, Function<Payment, List<PaymentEvent>> decide);

    /**
     * Voided payments whose money the bank has not been told to let go, at most {@code most}. They are this caller's until {@code next}: others
     * pass over them so long.
     */
    Uni<List<UUID>> takeUnreleased(Instant now, Instant next, int most);

    /** The bank knows that the money of this voided payment is let go. */
    Uni<Void> released(UUID id);
}
