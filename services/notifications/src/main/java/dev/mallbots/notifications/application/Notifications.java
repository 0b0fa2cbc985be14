package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Attempt;
import dev.mallbots.notifications.domain.Contact;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.notifications.domain.OrderNews;
import dev.mallbots.notifications.domain.Unconfirmed;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All notifications. Every method needs a transaction. */
public interface Notifications {

    /**
     * News that nobody was told yet.
     *
     * @param contact of its customer; empty without a copy
     */
    record Untold(OrderNews news, Optional<Contact> contact) {}

    /** Those of these news of whose order and kind no notification exists or has existed, in this order. */
    Uni<List<Untold>> untold(List<OrderNews> news);

    /** Stores notifications for sending, without those of an order and kind that another instance has stored meanwhile. */
    Uni<Void> add(List<Notification> notifications);

    /**
     * Marks some notifications as attempted and returns them. After the commit no caller ever gets one of them again. Notifications of one
     * order are returned one by one: a later one waits for the outcome of the earlier one.
     */
    Uni<List<Notification>> claim(int atMost);

    Uni<Void> settle(List<Attempt> attempts);

    /**
     * Sets the outcome "unknown" for attempts that began too long ago to be answered.
     *
     * @return the ids of the notifications
     */
    Uni<List<UUID>> giveUpAttemptsOlderThan(Duration age);

    /**
     * The sent notifications of the customer, newest first.
     *
     * @param before continue after this notification
     */
    Uni<List<Notification>> ofCustomer(UUID customerId, Optional<UUID> before, int rows);

    /**
     * The notifications whose attempt failed or has an unknown outcome, newest first.
     *
     * @param before continue after this notification
     */
    Uni<List<Unconfirmed>> unconfirmed(Optional<UUID> before, int rows);
}
