package dev.mallbots.chaos;

import dev.mallbots.deployments.Deployment;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The mall's databases, accessed as superuser. */
final class Databases {

    /** Reads one row. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private final Deployment deployment;

    Databases(Deployment deployment) {
        this.deployment = deployment;
    }

    <T> List<T> query(String service, String sql, Row<T> row) throws SQLException {
        try (Connection connection = connect(service);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(row.of(rows));
            }
            return found;
        }
    }

    long count(String service, String sql) throws SQLException {
        return query(service, sql, row -> row.getLong(1)).getFirst();
    }

    int execute(String service, String sql) throws SQLException {
        try (Connection connection = connect(service);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return Math.max(0, statement.getUpdateCount());
        }
    }

    private Connection connect(String service) throws SQLException {
        DriverManager.setLoginTimeout(5);
        return deployment.database(service.replace('-', '_'));
    }
}
