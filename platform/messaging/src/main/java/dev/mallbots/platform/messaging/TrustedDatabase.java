package dev.mallbots.platform.messaging;

import io.quarkus.arc.Unremovable;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.security.cert.CertificateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jboss.logging.Logger;

/**
 * Ends the start where PostgreSQL and the service do not agree on encryption. It is asked before Flyway connects: Flyway takes every failure
 * for one that passes, and tries again for two minutes.
 */
@Unremovable
@Singleton
class TrustedDatabase implements FlywayConfigurationCustomizer {

    private static final Logger LOG = Logger.getLogger(TrustedDatabase.class);

    private static final String CONNECTION_FAILURE = "08006";
    private static final String NO_TLS_THERE = "08004";
    private static final String NOT_ADMITTED = "28000";

    private final String url;
    private final String user;
    private final String password;

    TrustedDatabase(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    @Override
    public void customize(FluentConfiguration flyway) {
        check();
    }

    /**
     * Connects once. A database that is away, or that does not take the password, is not this class's concern.
     *
     * @throws ConfigurationException with the setting to change
     */
    void check() {
        try (Connection session = Relay.sessions(url, user, password).getConnection()) {
            LOG.debugf("Connected to %s", session);
        } catch (SQLException e) {
            if (isAboutTrust(e)) {
                throw new ConfigurationException(
                        "PostgreSQL's certificate is not one that MALLBOTS_DB_CA vouches for, or not one for the host that MALLBOTS_DB_HOST names: "
                                + e.getMessage(),
                        e);
            }
            if (NO_TLS_THERE.equals(e.getSQLState())) {
                throw new ConfigurationException(
                        "MALLBOTS_DB_CA is set, and PostgreSQL does not speak TLS: " + e.getMessage(), e);
            }
            if (NOT_ADMITTED.equals(e.getSQLState())) {
                throw new ConfigurationException(
                        "PostgreSQL does not admit this service; where it asks for TLS, MALLBOTS_DB_CA must name its authorities: "
                                + e.getMessage(),
                        e);
            }
            LOG.debugf("Whether PostgreSQL is to be trusted could not be asked: %s", e.getMessage());
        }
    }

    /** For a name that is not the certificate's, the driver gives no cause. */
    private static boolean isAboutTrust(SQLException failure) {
        return CONNECTION_FAILURE.equals(failure.getSQLState())
                && (failure.getCause() == null
                        || Stream.iterate(failure.getCause(), cause -> cause != null, Throwable::getCause)
                                .anyMatch(CertificateException.class::isInstance));
    }
}
