package dev.mallbots.payments.application;

import dev.mallbots.platform.idempotency.RolledBack;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Says to the bank what is left to be said: the money of voided payments is let go, and so is what was set aside for somebody who
 * never came back; and who died while an invoice was paid is finished for. Any number of instances may do so at once.
 */
@ApplicationScoped
public class FinishBankBusiness {

    private static final Logger LOG = Logger.getLogger(FinishBankBusiness.class);
    private static final int AT_ONCE = 50;
    /** How long the client of an unanswered call is given to ask again itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration NEXT_TRY = Duration.ofSeconds(30);
    /** Longer than any client waits for its payment. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    private final Payments payments;
    private final Invoices invoices;
    private final BegunAuthorizations authorizations;
    private final Acquirer acquirer;
    private final PayInvoice payInvoice;

    FinishBankBusiness(
            Payments payments,
            Invoices invoices,
            BegunAuthorizations authorizations,
            Acquirer acquirer,
            PayInvoice payInvoice) {
        this.payments = payments;
        this.invoices = invoices;
        this.authorizations = authorizations;
        this.acquirer = acquirer;
        this.payInvoice = payInvoice;
    }

    /** One round. What fails in it is logged and comes again in a later one. Must not be called within a transaction. */
    public Uni<Void> handle() {
        Instant now = Instant.now();
        return inTransaction(() -> payments.takeUnreleased(now, now.plus(NEXT_TRY), AT_ONCE))
                .chain(voided -> each(voided, it -> release(it, payments::released)))
                .chain(() -> inTransaction(() -> authorizations.abandon(now.minus(ABANDONED), AT_ONCE)))
                .chain(abandoned -> each(abandoned, it -> release(it, authorizations::released)))
                .chain(() -> inTransaction(() -> invoices.unanswered(now.minus(PATIENCE), AT_ONCE)))
                .chain(unanswered -> each(unanswered, payInvoice::again));
    }

    private Uni<Void> release(UUID payment, Function<UUID, Uni<Void>> note) {
        return acquirer.release(payment).chain(() -> inTransaction(() -> note.apply(payment)));
    }

    /** Of its own, so that nothing is held while the bank is asked. */
    private static <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
        return RolledBack.triedAgain(() -> Panache.withTransaction(work));
    }

    private static Uni<Void> each(List<UUID> all, Function<UUID, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(it -> work.apply(it)
                        .onFailure()
                        .invoke(failure -> LOG.warnf("The bank has to be asked again about %s: %s", it, failure))
                        .onFailure()
                        .recoverWithNull())
                .onItem()
                .ignoreAsUni();
    }
}
