package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Attempt;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.platform.messaging.Transactions;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Passes stored notifications to the sender. The attempt is committed before the call, so that a crash leaves a notification either unsent
 * or with an unknown outcome, and never one that is sent again.
 */
@ApplicationScoped
public class SendNotifications {

    private static final Logger LOG = Logger.getLogger(SendNotifications.class);

    /** Few, because a crash leaves this many unknown outcomes; more than one, because a sender may be slow. */
    private static final int AT_ONCE = 8;

    /** The longest time of two transactions, with the sender's answer in between. */
    private static final Duration TRANSACTIONS = Duration.ofMinutes(2);

    /** Keeps the sender's answer and retries while the database is down. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Notifications notifications;
    private final Sender sender;
    private final Transactions transactions;
    private final Duration answerWithin;

    SendNotifications(
            Notifications notifications,
            Sender sender,
            Transactions transactions,
            @ConfigProperty(name = "mallbots.notifications.answer-within", defaultValue = "PT10S")
                    Duration answerWithin) {
        this.notifications = notifications;
        this.sender = sender;
        this.transactions = transactions;
        this.answerWithin = answerWithin;
    }

    /** Sends the next notifications. @return whether there were any */
    public Uni<Boolean> handle() {
        return transactions
                .inNew(() -> notifications.claim(AT_ONCE))
                .flatMap(claimed -> claimed.isEmpty()
                        ? Uni.createFrom().item(false)
                        : sendAll(claimed).replaceWith(true));
    }

    /** Finds attempts of a process that died. */
    public Uni<Void> giveUpOldAttempts() {
        return transactions
                .inNew(() -> notifications.giveUpAttemptsOlderThan(answerWithin.plus(TRANSACTIONS)))
                .invoke(ids -> ids.forEach(id -> LOG.warnf(
                        "the outcome of notification %s is unknown: its attempt never ended; it is not sent again",
                        id)))
                .replaceWithVoid();
    }

    private Uni<Void> sendAll(List<Notification> claimed) {
        return Uni.join()
                .all(claimed.stream().map(this::send).toList())
                .andFailFast()
                .flatMap(attempts -> transactions
                        .inNew(() -> notifications.settle(attempts))
                        .onFailure()
                        .retry()
                        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                        .expireIn(TRANSACTIONS.toMillis()));
    }

    /** Never fails. */
    private Uni<Attempt> send(Notification notification) {
        return Uni.createFrom()
                .deferred(() -> sender.send(notification))
                .ifNoItem()
                .after(answerWithin)
                .fail()
                .replaceWith(() -> Attempt.sent(notification.id()))
                .onFailure()
                .recoverWithItem(failure -> unsent(notification, failure));
    }

    private static Attempt unsent(Notification notification, Throwable failure) {
        Attempt attempt = failure instanceof TimeoutException
                ? Attempt.unanswered(notification.id())
                : Attempt.failed(notification.id(), failure.toString());
        // without the reason: it may quote the number
        LOG.warnf(
                "notification %s is not confirmed by the sender (%s); it is not sent again",
                notification.id(), attempt.outcome().word());
        return attempt;
    }
}
