package dev.mallbots.platform.readmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mallbots.platform.readmodel.Differences.InTable;
import dev.mallbots.platform.readmodel.Differences.Kind;
import dev.mallbots.platform.readmodel.Differences.Row;
import dev.mallbots.platform.readmodel.Differences.Values;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares two copies of a read model inside the database, table by table and row by row along their primary keys. */
@ApplicationScoped
class Comparison {

    private static final int SHOWN = 20;

    private static final String TABLES = """
            select relname from pg_class
            where relnamespace = cast(? as regnamespace) and relkind = 'r' order by 1
            """;

    private static final String KEY = """
            select a.attname from pg_index i
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
            where i.indisprimary and i.indrelid = cast(? as regclass) order by a.attnum
            """;

    private static final String COMPARE = """
            with differing as (
                select case when o.%1$s is null then 'MISSING_IN_OLD' when n.%1$s is null then 'MISSING_IN_NEW' else 'DIFFERENT' end as kind,
                    to_jsonb(o) as o, to_jsonb(n) as n
                from %2$s.%3$s o full join %4$s.%3$s n on %5$s
                where row(o.*) is distinct from row(n.*)),
            numbered as (
                select kind, o, n, row_number() over (partition by kind) as number, count(*) over (partition by kind) as count from differing)
            select kind, count,
                (select jsonb_object_agg(k, coalesce(o, n) -> k) from unnest(array[%6$s]) k) as key,
                case when kind = 'DIFFERENT' then (
                    select jsonb_object_agg(k, jsonb_build_object('old', o -> k, 'rebuilt', n -> k))
                    from jsonb_object_keys(o) k where o -> k is distinct from n -> k) end as columns
            from numbered where number <= %7$d order by kind, number
            """;

    private final ObjectMapper json;

    Comparison(ObjectMapper json) {
        this.json = json;
    }

    /** The tables and columns of a comparison. They are read before the switch, because a snapshot shows old data but current names. */
    record Table(String name, List<String> key) {}

    /** @return the tables of a copy; each must have a primary key, made of data from the messages */
    List<Table> tablesOf(Connection connection, String schema) throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (String name : Copy.strings(connection, TABLES, schema)) {
            List<String> key = Copy.strings(connection, KEY, schema + "." + quoted(name));
            if (key.isEmpty()) {
                throw new IllegalStateException("table %s has no primary key to compare copies by".formatted(name));
            }
            tables.add(new Table(name, key));
        }
        return tables;
    }

    /** @param connection in a transaction whose snapshot shows both copies at the switch */
    Differences compare(Connection connection, List<Table> tables, String old, String rebuilt) throws SQLException {
        List<InTable> counts = new ArrayList<>();
        List<Row> first = new ArrayList<>();
        for (Table table : tables) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql(table, old, rebuilt))) {
                while (rows.next()) {
                    Kind kind = Kind.valueOf(rows.getString("kind"));
                    InTable count = new InTable(table.name(), kind, rows.getLong("count"));
                    if (!counts.contains(count)) {
                        counts.add(count);
                    }
                    first.add(new Row(
                            table.name(),
                            kind,
                            read(rows.getString("key"), new TypeReference<>() {}),
                            read(rows.getString("columns"), new TypeReference<Map<String, Values>>() {})));
                }
            }
        }
        return new Differences(counts.stream().mapToLong(InTable::count).sum(), counts, first);
    }

    private static String sql(Table table, String old, String rebuilt) {
        return COMPARE.formatted(
                quoted(table.key().getFirst()),
                old,
                quoted(table.name()),
                rebuilt,
                table.key().stream()
                        .map(key -> "o.%1$s = n.%1$s".formatted(quoted(key)))
                        .collect(Collectors.joining(" and ")),
                table.key().stream()
                        .map(key -> "'" + key.replace("'", "''") + "'")
                        .collect(Collectors.joining(", ")),
                SHOWN);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return text == null ? null : json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
