package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Unconfirmed;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The notifications that may not have reached their customers, newest first. */
@ApplicationScoped
public class ListUnconfirmed {

    private final Notifications notifications;

    ListUnconfirmed(Notifications notifications) {
        this.notifications = notifications;
    }

    @WithSession
    public Uni<Page<Unconfirmed>> handle(PageRequest asked) {
        var before = asked.after(1).map(cursor -> cursor.uuid(0));
        return notifications
                .unconfirmed(before, asked.rowsToFetch())
                .map(rows -> asked.page(rows, unconfirmed -> Cursor.of(unconfirmed.id())));
    }
}
