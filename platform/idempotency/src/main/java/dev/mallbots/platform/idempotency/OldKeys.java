package dev.mallbots.platform.idempotency;

import dev.mallbots.platform.service.OldRows;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Prunes keys that are older than any client's retries. */
class OldKeys {

    private static final String DELETE = """
            delete from idempotency_key where key in (
                select key from idempotency_key where created_at < $1 limit $2 for update skip locked)
            """;

    private final Duration kept;

    OldKeys(@ConfigProperty(name = "mallbots.idempotency.kept", defaultValue = "PT24H") Duration kept) {
        this.kept = kept;
    }

    @Produces
    @Singleton
    OldRows keys() {
        return new OldRows("idempotency keys", DELETE, kept);
    }
}
