package dev.mallbots.platform.saga;

import dev.mallbots.platform.service.OldRows;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sagas that are over, each with its log. Kept for longer than the inbox: the event that began one must never begin it again. */
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
