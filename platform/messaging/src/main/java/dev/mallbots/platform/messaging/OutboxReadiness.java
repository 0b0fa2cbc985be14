package dev.mallbots.platform.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows how far the relay is behind. The service stays ready all the same: while Kafka is away it goes on answering, and what
 * it has to say waits in the outbox. Alerts belong on the gauge {@code outbox.behind.seconds}.
 */
@Readiness
@ApplicationScoped
class OutboxReadiness implements HealthCheck {

    private final Relay relay;

    OutboxReadiness(Relay relay) {
        this.relay = relay;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("outbox")
                .up()
                .withData("relaysHere", relay.isAtWork())
                .withData("secondsBehind", relay.behind().toSeconds())
                .build();
    }
}
