package dev.mallbots.platform.service.security;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Keeps development settings out of production: in production a service does not start without authentication, nor with an issuer without
 * https, which an attacker on the network could impersonate. Production is the default; {@code MALLBOTS_MODE} selects development.
 */
@Startup
@Singleton
public class SafeSetup {

    private static final Logger LOG = Logger.getLogger(SafeSetup.class);

    /** @throws ConfigurationException with the variable to set, which ends the start */
    SafeSetup(
            @ConfigProperty(name = "mallbots.mode") String mode,
            @ConfigProperty(name = "mallbots.auth.required") boolean required,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<URI> issuer) {
        if (!required) {
            LOG.warn("Authentication is off: every call is permitted (MALLBOTS_AUTH=off).");
        }
        switch (mode) {
            case "development" -> {}
            case "production" -> checkProduction(required, issuer);
            default -> throw new ConfigurationException("MALLBOTS_MODE must be production or development, not " + mode);
        }
    }

    private static void checkProduction(boolean required, Optional<URI> issuer) {
        if (!required) {
            throw new ConfigurationException(
                    "MALLBOTS_AUTH=off is for development: remove it, or say MALLBOTS_MODE=development");
        }
        if (!issuer.map(URI::getScheme).filter("https"::equals).isPresent()) {
            throw new ConfigurationException(
                    "MALLBOTS_ISSUER must be the https address of the OpenID Connect issuer whose tokens are taken");
        }
    }
}
