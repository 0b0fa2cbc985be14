package dev.mallbots.platform.messaging;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the probe's database from outside. */
@Singleton
class ProbeDatabase {

    private final AgroalDataSource source;

    ProbeDatabase(AgroalDataSource source) {
        this.source = source;
    }

    Connection connection() throws SQLException {
        return source.getConnection();
    }

    List<String> effects() throws SQLException {
        return texts("select text from effect order by id");
    }

    List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (var connection = connection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    long count(String from) throws SQLException {
        try (var connection = connection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    void execute(String sql) throws SQLException {
        try (var connection = connection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
