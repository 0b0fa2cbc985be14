package dev.mallbots.platform.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Only a new process fixes a relay whose thread has ended. A relay that waits for Kafka or PostgreSQL is alive. */
@Liveness
@ApplicationScoped
class RelayLiveness implements HealthCheck {

    private final Relay relay;

    RelayLiveness(Relay relay) {
        this.relay = relay;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("relay").status(!relay.hasEnded()).build();
    }
}
