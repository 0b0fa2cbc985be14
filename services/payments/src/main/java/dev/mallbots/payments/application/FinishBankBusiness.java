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
 * Finishes interrupted calls to the bank. It releases the amounts of voided payments and of authorizations whose client did not return, and
 * completes the payment of invoices whose process died. Several instances may run it at the same time.
 */
@ApplicationScoped
public class FinishBankBusiness {

    private static final Logger LOG = Logger.getLogger(FinishBankBusiness.class);
    private static final int AT_ONCE = 50;
    /** The time in which the client of an unanswered call may repeat it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration NEXT_TRY = Duration.ofSeconds(30);
    /** Longer than any client waits for an authorization. */
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

    /** Runs one round. It logs a failed item, which a later round repeats. Must not be called within a transaction. */
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

    /** A transaction of its own, so that no lock is held during the call to the bank. */
    private static <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
        return RolledBack.triedAgain(() -> Panache.withTransaction(work));
    }

    private static Uni<Void> each(List<UUID> all, Function<UUID, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(it -> work.apply(it)
                        .onFailure()
                        .invoke(failure ->
                                LOG.warnf("The call to the bank about %s failed and will be repeated: %s", it, failure))
                        .onFailure()
                        .recoverWithNull())
                .onItem()
                .ignoreAsUni();
    }
}
