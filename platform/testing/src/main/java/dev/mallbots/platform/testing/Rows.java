package dev.mallbots.platform.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All data of a service: every row of its tables, except technical ones (inbox, outbox, keys of requests, a saga's log, times and attempts
 * of a dead letter).
 *
 * @param byTable rows as JSON, by the table's name with its schema
 */
public record Rows(Map<String, Set<String>> byTable) {

    private static final Set<String> BOOKKEEPING =
            Set.of("inbox", "outbox", "idempotency_key", "flyway_schema_history", "saga_log");

    /** A saga logs each reply that comes too late, and otherwise ignores it. */
    private static final Map<String, String> BOOKKEEPING_COLUMNS = Map.of(
            "saga", "log_entries,changed_at,version",
            "dead_letter", "offset,error,tries,first_try,last_try");

    private static final String TABLES = """
            select table_schema || '.' || table_name, table_name from information_schema.tables
            where table_type = 'BASE TABLE' and table_schema in ('public', 'read_model')
            """;

    private static final String ROWS =
            "select (to_jsonb(t) - '{%s}'::text[])::text from %s t where to_jsonb(t)::text ~ ?";

    /** @param naming a PostgreSQL regular expression; only rows with a match in any column */
    public static Rows of(Connection database, String naming) throws SQLException {
        Map<String, Set<String>> rows = new TreeMap<>();
        for (List<String> table : strings(database, TABLES, 2)) {
            if (!BOOKKEEPING.contains(table.getLast())) {
                String columns = BOOKKEEPING_COLUMNS.getOrDefault(table.getLast(), "");
                Set<String> found = new HashSet<>();
                strings(database, ROWS.formatted(columns, table.getFirst()), 1, naming)
                        .forEach(row -> found.add(row.getFirst()));
                rows.put(table.getFirst(), found);
            }
        }
        return new Rows(rows);
    }

    /** @return a line for each row that was added or removed */
    public Set<String> differencesFrom(Rows earlier) {
        Set<String> differences = new TreeSet<>();
        byTable.forEach((table, rows) -> {
            Set<String> before = earlier.byTable.getOrDefault(table, Set.of());
            before.stream()
                    .filter(row -> !rows.contains(row))
                    .forEach(row -> differences.add(table + " lost   " + row));
            rows.stream()
                    .filter(row -> !before.contains(row))
                    .forEach(row -> differences.add(table + " gained " + row));
        });
        return differences;
    }

    static List<List<String>> strings(Connection database, String sql, int columns, String... parameters)
            throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<List<String>> found = new ArrayList<>();
                while (rows.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(rows.getString(i));
                    }
                    found.add(row);
                }
                return found;
            }
        }
    }
}
