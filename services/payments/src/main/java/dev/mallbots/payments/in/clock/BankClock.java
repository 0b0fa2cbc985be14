package dev.mallbots.payments.in.clock;

import dev.mallbots.payments.application.FinishBankBusiness;
import dev.mallbots.platform.messaging.Transactions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Looks every 5 seconds for unfinished calls to the bank. */
@ApplicationScoped
class BankClock {

    private static final Logger LOG = Logger.getLogger(BankClock.class);
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Transactions transactions;
    private final FinishBankBusiness finishBankBusiness;
    private final AtomicBoolean working = new AtomicBoolean();
    private long round;

    BankClock(Vertx vertx, Transactions transactions, FinishBankBusiness finishBankBusiness) {
        this.vertx = vertx;
        this.transactions = transactions;
        this.finishBankBusiness = finishBankBusiness;
    }

    void start(@Observes StartupEvent started) {
        round = vertx.setPeriodic(ROUND.toMillis(), _ -> look());
    }

    void stop(@Observes ShutdownEvent ended) {
        vertx.cancelTimer(round);
    }

    private void look() {
        if (!working.compareAndSet(false, true)) {
            return;
        }
        transactions
                .apart(finishBankBusiness::handle)
                .onTermination()
                .invoke(() -> working.set(false))
                .subscribe()
                .with(
                        _ -> {},
                        failure ->
                                LOG.warnf("Unfinished calls to the bank will be made later: %s", failure.toString()));
    }
}
