package dev.mallbots.notifications.in.clock;

import dev.mallbots.notifications.application.SendNotifications;
import dev.mallbots.platform.messaging.DatabaseSessions;
import dev.mallbots.platform.service.ShutdownDeadline;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sends notifications as soon as they are stored, by any instance: PostgreSQL notifies every instance with the commit. A slower periodic
 * round finds notifications whose PostgreSQL notification was lost, or whose process died. Several instances may send in parallel.
 */
@ApplicationScoped
class SenderClock {

    private static final Logger LOG = Logger.getLogger(SenderClock.class);
    private static final String CHANNEL = "notifications";
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LAST_WORK = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final SendNotifications sendNotifications;
    private final PgSubscriber subscriber;
    private final ShutdownDeadline deadline;

    private long round;
    private boolean working;
    private boolean wokenMeanwhile;
    private boolean stopping;
    private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

    SenderClock(
            Vertx vertx, SendNotifications sendNotifications, ShutdownDeadline deadline, DatabaseSessions sessions) {
        this.vertx = vertx;
        this.sendNotifications = sendNotifications;
        this.deadline = deadline;
        this.subscriber = PgSubscriber.subscriber(vertx, sessions.options("notifications-sender"))
                .reconnectPolicy(attempts -> PAUSE.toMillis());
    }

    void start(@Observes StartupEvent started) {
        subscriber.channel(CHANNEL).handler(_ -> wake());
        connect();
        lookAround();
        round = vertx.setPeriodic(ROUND.toMillis(), _ -> lookAround());
    }

    void stop(@Observes ShutdownEvent ended) {
        CompletableFuture<Void> last;
        synchronized (this) {
            stopping = true;
            vertx.cancelTimer(round);
            last = idle;
        }
        subscriber.close();
        last.completeOnTimeout(null, deadline.left(LAST_WORK).toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** The subscriber reconnects by itself only after a first successful connect. */
    private void connect() {
        subscriber.connect().onFailure(away -> vertx.setTimer(PAUSE.toMillis(), later -> connectAgain()));
    }

    private synchronized void connectAgain() {
        if (!stopping) {
            subscriber.close().onComplete(closed -> connect());
        }
    }

    private void lookAround() {
        sendNotifications
                .giveUpOldAttempts()
                .subscribe()
                .with(
                        _ -> wake(),
                        failure -> LOG.warnf("The search for old attempts failed and will be repeated: %s", failure));
    }

    private synchronized void wake() {
        if (stopping) {
            return;
        }
        if (working) {
            wokenMeanwhile = true;
            return;
        }
        working = true;
        idle = new CompletableFuture<>();
        work();
    }

    private void work() {
        Uni.createFrom().deferred(sendNotifications::handle).subscribe().with(this::goOn, failure -> {
            LOG.warnf("Sending notifications failed and will be repeated: %s", failure);
            goOn(false);
        });
    }

    private void goOn(boolean more) {
        if (mayGoOn(more)) {
            work();
        }
    }

    private synchronized boolean mayGoOn(boolean more) {
        boolean goOn = !stopping && (more || wokenMeanwhile);
        wokenMeanwhile = false;
        working = goOn;
        if (!goOn) {
            idle.complete(null);
        }
        return goOn;
    }
}
