package dev.mallbots.payments.application;

import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.payments.domain.InvoiceEvent;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** All invoices. The transaction that changes an invoice also publishes its events. */
public interface Invoices {

    /** @param events the events of its creation */
    Uni<Void> add(UUID id, List<InvoiceEvent> events);

    Uni<Boolean> exists(UUID id);

    /** Fails with {@link dev.mallbots.platform.kernel.NotFound}. */
    Uni<Invoice> get(UUID id);

    /** The same, locked until the transaction ends. Fails with {@link dev.mallbots.platform.kernel.NotFound}. */
    Uni<Invoice> hold(UUID id);

    /**
     * Locks the invoice until the transaction ends, so that decisions about it are made one after the other.
     *
     * @return the changed invoice; fails with {@link dev.mallbots.platform.kernel.NotFound}
     */
    Uni<Invoice> update(UUID id, Function<Invoice, List<InvoiceEvent>> decide);

    /** Invoices whose call to the bank should have been answered before {@code past}, longest first. */
    Uni<List<UUID>> unanswered(Instant past, int most);
}
