package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** The sent notifications of a customer, newest first. */
@ApplicationScoped
public class ListNotifications {

    private final Notifications notifications;
    private final Caller caller;

    ListNotifications(Notifications notifications, Caller caller) {
        this.notifications = notifications;
        this.caller = caller;
    }

    @WithSession
    public Uni<Page<Notification>> handle(UUID customerId, PageRequest asked) {
        caller.mustBe(customerId);
        var before = asked.after(1).map(cursor -> cursor.uuid(0));
        return notifications
                .ofCustomer(customerId, before, asked.rowsToFetch())
                .map(rows -> asked.page(rows, notification -> Cursor.of(notification.id())));
    }
}
