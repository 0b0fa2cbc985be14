package dev.mallbots.platform.messaging;

import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Connections of a service's own beside its pool, such as one for a LISTEN, which lives exactly as long as its connection. They are
 * encrypted as those of the pool are ({@code MALLBOTS_DB_CA}).
 */
@ApplicationScoped
public class DatabaseSessions {

    private final String url;
    private final String user;
    private final String password;
    private final Optional<String> authorities;

    /** @param authorities PEM; empty: connections are not encrypted */
    DatabaseSessions(
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password,
            @ConfigProperty(name = "mallbots.database.authorities") Optional<String> authorities) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.authorities = authorities;
    }

    /** @param name by which the connection is seen in pg_stat_activity */
    public PgConnectOptions options(String name) {
        PgConnectOptions options = PgConnectOptions.fromUri(url)
                .setUser(user)
                .setPassword(password)
                .addProperty("application_name", name);
        authorities.ifPresent(file -> options.setSslMode(SslMode.VERIFY_FULL)
                .setHostnameVerificationAlgorithm("HTTPS")
                .setTrustOptions(new PemTrustOptions().addCertPath(file)));
        return options;
    }
}
