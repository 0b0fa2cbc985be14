package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Attempt;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.notifications.domain.NotificationKind;
import dev.mallbots.notifications.domain.Unconfirmed;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What customers are told. Every method needs a transaction around it. */
public interface Notifications {

    /** Whether there is, or ever was, a notification of this order and kind. */
    Uni<Boolean> hasBeen(UUID orderId, NotificationKind kind);

    /** Stores it for the sender. Does nothing when another instance has stored one of its order and kind meanwhile. */
    Uni<Void> add(Notification notification);

    /**
     * Marks some notifications as attempted and returns them. None is ever returned twice, whoever asks, once the transaction
     * has committed. Those of one order come one by one: a later one waits for the outcome of the earlier one.
     */
    Uni<List<Notification>> claim(int atMost);

    Uni<Void> settle(List<Attempt> attempts);

    /**
     * Gives the outcome "unknown" to attempts that began so long ago that nobody is going to say what became of them.
     *
     * @return ids of the notifications
     */
    Uni<List<UUID>> giveUpAttemptsOlderThan(Duration age);

    /**
     * What the customer has been sent, newest first.
     *
     * @param before go on behind this notification
     */
    Uni<List<Notification>> ofCustomer(UUID customerId, Optional<UUID> before, int rows);

    /**
     * Those whose attempt failed or has an unknown outcome, newest first.
     *
     * @param before go on behind this notification
     */
    Uni<List<Unconfirmed>> unconfirmed(Optional<UUID> before, int rows);
}
