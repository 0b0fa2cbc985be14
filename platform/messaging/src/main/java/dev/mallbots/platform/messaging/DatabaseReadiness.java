package dev.mallbots.platform.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the database has answered this instance within the last 20 seconds: without it no request can be answered. A probe does not wait
 * for a pooled connection, so a busy instance stays ready.
 */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements HealthCheck {

    private final Backlog backlog;

    DatabaseReadiness(Backlog backlog) {
        this.backlog = backlog;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("database")
                .status(backlog.behind().isPresent())
                .build();
    }
}
