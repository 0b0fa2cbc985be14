package dev.mallbots.payments.application;

import dev.mallbots.payments.domain.Payment;
import dev.mallbots.payments.domain.PaymentEvent;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** All payments. The transaction that changes a payment also publishes its events. */
public interface Payments {

    /** @param events the events of its creation */
    Uni<Void> add(UUID id, List<PaymentEvent> events);

    /** Fails with {@link dev.mallbots.platform.kernel.NotFound}. */
    Uni<Payment> get(UUID id);

    /** The same, locked until the transaction ends. Fails with {@link dev.mallbots.platform.kernel.NotFound}. */
    Uni<Payment> hold(UUID id);

    /**
     * Locks the payment until the transaction ends, so that decisions about it are made one after the other.
     *
     * @return the events; fails with {@link dev.mallbots.platform.kernel.NotFound}
     */
    Uni<List<PaymentEvent>> update(UUID id, Function<Payment, List<PaymentEvent>> decide);

    /**
     * Voided payments that the bank has not released yet, at most {@code most}. They are reserved for this caller until {@code next}; other
     * callers skip them.
     */
    Uni<List<UUID>> takeUnreleased(Instant now, Instant next, int most);

    /** The bank has released this voided payment. */
    Uni<Void> released(UUID id);
}
