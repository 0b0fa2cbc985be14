package dev.mallbots.platform.saga;

import dev.mallbots.platform.service.OldRows;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Prunes sagas that have ended, with their logs. A trigger of the database keeps their ids in {@code saga_let_go}: the event that started a
 * saga may be delivered again for as long as its topic keeps it, and must never start the saga again.
 */
class OldSagas {

    private static final String DELETE = """
            delete from saga where id in (
                select id from saga where state in ('COMPLETED', 'COMPENSATED') and changed_at < $1
                limit $2 for update skip locked)
            """;

    private final Duration kept;

    OldSagas(@ConfigProperty(name = "mallbots.saga.kept", defaultValue = "P90D") Duration kept) {
        this.kept = kept;
    }

    @Produces
    @Singleton
    OldRows sagas() {
        return new OldRows("sagas", DELETE, kept);
    }
}
