package dev.mallbots.notifications.out.persistence;

import dev.mallbots.platform.service.OldRows;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Deletes old notifications. A trigger of the database keeps their order and kind in table {@code told}, so that no message is sent again.
 */
class OldNotifications {

    private static final String DELETE = """
            delete from notifications where id in (
                select id from notifications where sent_at < $1 and outcome is not null limit $2 for update skip locked)
            """;

    private static final String DELETE_CALLS = """
            delete from sender_call where id in (
                select id from sender_call where called_at < $1 limit $2 for update skip locked)
            """;

    private final Duration kept;

    OldNotifications(@ConfigProperty(name = "mallbots.notifications.kept", defaultValue = "P90D") Duration kept) {
        this.kept = kept;
    }

    @Produces
    @Singleton
    OldRows notifications() {
        return new OldRows("notifications", DELETE, kept);
    }

    @Produces
    @Singleton
    OldRows senderCalls() {
        return new OldRows("calls of the default sender", DELETE_CALLS, kept);
    }
}
