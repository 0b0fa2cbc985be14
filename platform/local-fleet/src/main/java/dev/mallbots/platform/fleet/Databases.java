package dev.mallbots.platform.fleet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/** An administrator's work in a running PostgreSQL: a database and a role for each service. */
final class Databases {

    static final String SUPERUSER = "postgres";

    private final String url;
    private final Properties connection = new Properties();

    /** Of a PostgreSQL on this machine. */
    Databases(int port, String superuserPassword) {
        this(
                "jdbc:postgresql://" + Ports.LOOPBACK + ":" + port + "/postgres",
                Map.of("user", SUPERUSER, "password", superuserPassword));
    }

    /**
     * @param url the JDBC URL of any database
     * @param connection user and password of an administrator who may create databases and roles, and further settings of the driver
     */
    Databases(String url, Map<String, String> connection) {
        this.url = url;
        this.connection.putAll(connection);
    }

    Connection connect() throws SQLException {
        // not DriverManager: in a Quarkus test it may not see the driver of this class loader
        return new Driver().connect(url, connection);
    }

    /** An existing role gets this password; its database stays. */
    void make(String name, String password) {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a name for a database: " + name);
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "select 1 from pg_roles where rolname = '" + name + "'")) {
                statement.execute("create role " + name + " login");
            }
            statement.execute("alter role " + name + " password '" + password.replace("'", "''") + "'");
            if (!exists(statement, "select 1 from pg_roles where rolname = current_user and rolsuper")) {
                // an administrator without superuser may give a database only to a role of which she is a member
                statement.execute("grant " + name + " to current_user");
            }
            if (!exists(statement, "select 1 from pg_database where datname = '" + name + "'")) {
                statement.execute("create database " + name + " owner " + name);
            }
            statement.execute("revoke all on database " + name + " from public");
        } catch (SQLException e) {
            throw new FleetFailure("Could not make the database " + name + ": " + e.getMessage() + ".", e);
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }
}
