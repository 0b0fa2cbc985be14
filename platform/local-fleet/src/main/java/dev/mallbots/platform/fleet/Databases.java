package dev.mallbots.platform.fleet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/** What an administrator does in a running PostgreSQL: a database and a role for each service. */
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
     * @param url of any database, as JDBC has it
     * @param connection user and password of an administrator who may make databases and roles, and what else the driver is to know
     */
    Databases(String url, Map<String, String> connection) {
        this.url = url;
        this.connection.putAll(connection);
    }

    Connection connect() throws SQLException {
        // not DriverManager: in a test of Quarkus it may not see a driver of this class loader
        return new Driver().connect(url, connection);
    }

    /** A role that is there already gets this password; its database is left as it is. */
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
                // who is no superuser may give a database only to a role of which she is a member
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
