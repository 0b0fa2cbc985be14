package dev.mallbots.platform.readmodel;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The structure of the read model's schema and the migrations that made it. A migration that changes only rows counts as well, because a
 * copy that was begun before it has the old rows.
 */
record Structure(Set<String> parts) {

    private static final String PARTS = """
            select 'migration ' || script from flyway_schema_history where success
            union all
            select c.relname || ' of kind ' || c.relkind::text from pg_class c where c.relnamespace = 'read_model'::regnamespace
            union all
            select 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                || case when a.attnotnull then ' not null' else '' end
                || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where c.relnamespace = 'read_model'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
            union all
            select 'constraint ' || c.relname || '.' || k.conname || ' ' || pg_get_constraintdef(k.oid)
            from pg_constraint k join pg_class c on c.oid = k.conrelid where k.connamespace = 'read_model'::regnamespace
            union all
            select 'index ' || pg_get_indexdef(i.indexrelid)
            from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace = 'read_model'::regnamespace
            """;

    /** A table that an unfinished transaction is changing does not grant this lock. */
    private static final String TABLES = """
            select format('%I.%I', 'read_model', relname) from pg_class
            where relnamespace = 'read_model'::regnamespace and relkind = 'r' order by 1
            """;

    /** A transaction that creates a table locks the schema until its end. */
    private static final String SOMETHING_IS_BEING_MADE = """
            select l.pid::text from pg_locks l
            where l.locktype = 'object' and l.classid = 'pg_namespace'::regclass and l.objid = 'read_model'::regnamespace
              and l.database = (select oid from pg_database where datname = current_database()) and l.pid <> pg_backend_pid()
            """;

    static Structure of(Connection connection) throws SQLException {
        return new Structure(new TreeSet<>(Copy.strings(connection, PARTS)));
    }

    /**
     * Makes every change of the schema wait for the end of the current transaction, as long as these are its tables. Fails with {@link
     * Copy#LOCK_NOT_AVAILABLE} if another transaction is changing one. Readers do not wait.
     *
     * @return false if a table is being created at this moment
     */
    static boolean hold(Connection connection) throws SQLException {
        List<String> tables = Copy.strings(connection, TABLES);
        if (!tables.isEmpty()) {
            Copy.execute(connection, "lock table %s in share mode".formatted(String.join(", ", tables)));
        }
        return Copy.strings(connection, SOMETHING_IS_BEING_MADE).isEmpty();
    }

    /** @return a description of the differences between this structure and the other one */
    Optional<String> differenceFrom(Structure earlier) {
        List<String> differences = Stream.concat(
                        parts.stream()
                                .filter(part -> !earlier.parts.contains(part))
                                .map(part -> "new: " + part),
                        earlier.parts.stream()
                                .filter(part -> !parts.contains(part))
                                .map(part -> "gone: " + part))
                .toList();
        return differences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", differences));
    }
}
