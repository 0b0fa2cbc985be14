package dev.mallbots.depot.in.clock;

import dev.mallbots.depot.application.CommissionBots;
import dev.mallbots.depot.application.LetBotsWork;
import dev.mallbots.platform.messaging.Transactions;
import dev.mallbots.platform.service.ShutdownDeadline;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs the bots when a list may have become available or a bot idle, and when the next walk is due. A slower periodic round finishes the
 * work of instances that died. Otherwise no timer runs.
 */
@ApplicationScoped
public class BotsClock {

    private static final Logger LOG = Logger.getLogger(BotsClock.class);
    private static final Duration ROUND = Duration.ofSeconds(20);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LAST_WORK = Duration.ofSeconds(5);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Transactions transactions;
    private final CommissionBots commissionBots;
    private final LetBotsWork letBotsWork;
    private final ShutdownDeadline deadline;

    private long round = NO_TIMER;
    private long alarm = NO_TIMER;
    private boolean working;
    private boolean wokenMeanwhile;
    private boolean stopping;
    private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

    BotsClock(
            Vertx vertx,
            Transactions transactions,
            CommissionBots commissionBots,
            LetBotsWork letBotsWork,
            ShutdownDeadline deadline) {
        this.vertx = vertx;
        this.transactions = transactions;
        this.commissionBots = commissionBots;
        this.letBotsWork = letBotsWork;
        this.deadline = deadline;
    }

    void start(@Observes StartupEvent started) {
        commission();
        round = vertx.setPeriodic(ROUND.toMillis(), _ -> wake());
    }

    void stop(@Observes ShutdownEvent ended) {
        CompletableFuture<Void> last;
        synchronized (this) {
            stopping = true;
            vertx.cancelTimer(round);
            vertx.cancelTimer(alarm);
            last = idle;
        }
        last.completeOnTimeout(null, deadline.left(LAST_WORK).toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** A list may have become available or a bot idle. Call it after the commit. It costs one query. */
    public synchronized void wake() {
        if (stopping) {
            return;
        }
        if (working) {
            wokenMeanwhile = true;
            return;
        }
        working = true;
        idle = new CompletableFuture<>();
        vertx.cancelTimer(alarm);
        transactions.inNew(letBotsWork::handle).subscribe().with(this::rest, this::restAfterFailure);
    }

    private void commission() {
        transactions.inNew(commissionBots::handle).subscribe().with(_ -> wake(), failure -> {
            LOG.warnf("Commissioning the bots failed and will be tried again: %s", failure.toString());
            vertx.setTimer(AFTER_FAILURE.toMillis(), _ -> commission());
        });
    }

    private synchronized void rest(Optional<Instant> next) {
        working = false;
        idle.complete(null);
        if (wokenMeanwhile) {
            wokenMeanwhile = false;
            wake();
        } else {
            next.ifPresent(due -> wakeAfter(Duration.between(Instant.now(), due)));
        }
    }

    private void restAfterFailure(Throwable failure) {
        LOG.warnf("The bots' round failed and will be tried again: %s", failure.toString());
        rest(Optional.of(Instant.now().plus(AFTER_FAILURE)));
    }

    private void wakeAfter(Duration pause) {
        if (!stopping) {
            // a due walk that another transaction holds is not queried again in the same millisecond
            alarm = vertx.setTimer(Math.max(10, pause.toMillis() + 1), _ -> wake());
        }
    }
}
