package dev.mallbots.platform.messaging;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/**
 * A service that does not migrate ({@code MALLBOTS_DB_MIGRATE=false}) starts only on a schema with all of its migrations. A schema with
 * newer ones is accepted: migrations never remove what an older release needs.
 */
@ApplicationScoped
class PendingMigrations {

    private final Flyway flyway;
    private final boolean migrates;

    PendingMigrations(Flyway flyway, @ConfigProperty(name = "quarkus.flyway.migrate-at-start") boolean migrates) {
        this.flyway = flyway;
        this.migrates = migrates;
    }

    /** Before all other code that uses the schema. */
    void refuse(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent starting) {
        if (migrates) {
            return;
        }
        List<String> missing =
                Stream.of(flyway.info().pending()).map(MigrationInfo::getScript).toList();
        if (!missing.isEmpty()) {
            throw new ConfigurationException(
                    "The database lacks %d of this release's migrations, the last of them %s."
                                    .formatted(missing.size(), missing.getLast())
                            + " Start the same release once with QUARKUS_INIT_AND_EXIT=true and MALLBOTS_DB_MIGRATE=true: it migrates and ends.");
        }
    }
}
