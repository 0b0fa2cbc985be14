package dev.mallbots.platform.readmodel;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Dedicated connections, not from a pool: a rebuild needs one session for its whole duration, and is rare. */
@ApplicationScoped
class Database {

    /** The application name of a rebuild in pg_stat_activity. */
    static final String APPLICATION = "read-model-rebuild";

    private final PGSimpleDataSource database = new PGSimpleDataSource();

    Database(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        database.setURL(url);
        database.setUser(user);
        database.setPassword(password);
        database.setApplicationName(APPLICATION);
        database.setTcpKeepAlive(true);
    }

    Connection connect() throws SQLException {
        return database.getConnection();
    }
}
