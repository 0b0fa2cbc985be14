package dev.mallbots.platform.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Whether Kafka lets this instance in. An instance that Kafka has refused and never admitted is not ready, so that a rollout with a wrong
 * password or a wrong authority ends at its first instance. One that was admitted once stays ready, and so does one that has not reached Kafka yet: what
 * they have to say waits in the outbox.
 */
@Readiness
@Default
@ApplicationScoped
class KafkaAdmission implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(KafkaAdmission.class);

    private volatile boolean admitted;
    private volatile Optional<String> refusal = Optional.empty();

    void admitted() {
        admitted = true;
        refusal = Optional.empty();
    }

    void refused(AuthenticationException reason) {
        refusal = Optional.of(explained(reason));
        LOG.errorf(
                "Kafka does not let this service in: %s. Look at MALLBOTS_KAFKA_USER, MALLBOTS_KAFKA_PASSWORD, MALLBOTS_KAFKA_MECHANISM and MALLBOTS_KAFKA_CA,"
                        + " which are read as the service starts. Its messages wait in the outbox.",
                refusal.get());
    }

    /** With what is behind it: of a failed handshake, Kafka's client says only that it failed. */
    private static String explained(AuthenticationException reason) {
        Throwable root = reason;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == reason ? reason.getMessage() : reason.getMessage() + " (" + root.getMessage() + ")";
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder kafka = HealthCheckResponse.named("kafka")
                .status(admitted || refusal.isEmpty())
                .withData("admitted", admitted);
        refusal.ifPresent(reason -> kafka.withData("refusal", reason));
        return kafka.build();
    }
}
