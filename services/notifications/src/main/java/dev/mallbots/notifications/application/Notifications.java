package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Notification;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What has been sent. */
public interface Notifications {

    /** Whether it is the first of its order and kind: false means that there has been one, and nothing was added. */
    Uni<Boolean> add(Notification notification);

    /**
     * Newest first.
     *
     * @param before go on behind this notification
     */
    Uni<List<Notification>> ofCustomer(UUID customerId, Optional<UUID> before, int rows);
}
