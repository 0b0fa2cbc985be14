package dev.mallbots.platform.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows how far the outbox is behind. The service stays ready: while Kafka is down it still answers calls, and its messages wait in the
 * outbox. Alerts should use the gauge {@code outbox.behind.seconds}.
 */
@Readiness
@ApplicationScoped
class OutboxReadiness implements HealthCheck {

    private final Relay relay;
    private final Backlog backlog;

    OutboxReadiness(Relay relay, Backlog backlog) {
        this.relay = relay;
        this.backlog = backlog;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder outbox =
                HealthCheckResponse.named("outbox").up().withData("relaysHere", relay.isAtWork());
        backlog.behind().ifPresent(behind -> outbox.withData("secondsBehind", behind.toSeconds()));
        return outbox.build();
    }
}
