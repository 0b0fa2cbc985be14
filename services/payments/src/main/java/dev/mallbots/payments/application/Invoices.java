package dev.mallbots.payments.application;

import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.payments.domain.InvoiceEvent;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** All invoices. What happens to one is told to the other services with the transaction that it happens in. */
public interface Invoices {

    /** @param events how it came to be */
    Uni<Void> add(UUID id, List<InvoiceEvent> events);

    Uni<Boolean> exists(UUID id);

    /** Fails with {@link dev.mallbots.platform.kernel.NotFound}. */
    Uni<Invoice> get(UUID id);

    /** The same, held until the transaction ends. Fails with {@link dev.mallbots.platform.kernel.NotFound}. */
    Uni<Invoice> hold(UUID id);

    /**
     * Holds the invoice until the transaction ends, so that decisions about it are taken one after the other.
     *
     * @return the invoice as it is now; fails with {@link dev.mallbots.platform.kernel.NotFound}
     */
    Uni<Invoice> update(UUID id, Function<Invoice, List<InvoiceEvent>> decide);

    /** Invoices for which an answer of the bank is waited for since before {@code past}, longest first. */
    Uni<List<UUID>> unanswered(Instant past, int most);
}
