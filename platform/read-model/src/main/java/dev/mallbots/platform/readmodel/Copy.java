package dev.mallbots.platform.readmodel;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * A new copy of the read model, in its own schema beside {@code read_model}. The schema's name is unique to this rebuild: a frozen process
 * of an earlier rebuild finds its tables dropped and can't write into this copy.
 */
final class Copy {

    static final String LIVE = "read_model";

    /** PostgreSQL's code for a lock that was not granted in time. */
    static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final Logger LOG = Logger.getLogger(Copy.class);

    private static final String CLAIM = """
            insert into replayed (message_id)
            select distinct cast(id as uuid) from unnest(string_to_array(cast(:ids as text), ',')) id
            on conflict do nothing
            returning message_id
            """;

    private final String schema;
    private final String old;

    Copy(UUID rebuild) {
        String tag = rebuild.toString().replace("-", "");
        schema = LIVE + "_new_" + tag;
        old = LIVE + "_old_" + tag;
    }

    String old() {
        return old;
    }

    /** Drops the copies of abandoned rebuilds, and creates the empty tables. */
    void create(Connection connection) throws SQLException {
        for (String left :
                strings(connection, "select nspname from pg_namespace where starts_with(nspname, ?)", LIVE + "_")) {
            drop(connection, left);
        }
        execute(connection, "select make_empty_copy('%s', '%s')".formatted(LIVE, schema));
        // the messages that the copy has handled; unlogged, because after a crash the copy is abandoned anyway
        execute(connection, "create unlogged table %s.replayed (message_id uuid primary key)".formatted(schema));
    }

    /** Drops the copy. */
    void drop(Connection connection) throws SQLException {
        drop(connection, schema);
    }

    void dropOld(Connection connection) throws SQLException {
        drop(connection, old);
    }

    /** A copy that a frozen process still holds is left to the next rebuild. */
    private static void drop(Connection connection, String schema) throws SQLException {
        try {
            execute(connection, "set lock_timeout = '1s'");
            execute(connection, "drop schema if exists %s cascade".formatted(schema));
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            LOG.warnf("Schema %s is still in use; the next rebuild drops it", schema);
        } finally {
            execute(connection, "reset lock_timeout");
        }
    }

    /**
     * Directs the current transaction to the copy, so that handlers see only the copy's tables and no outbox; and stores the ids there.
     *
     * @return the ids that the copy did not have
     */
    Uni<Set<UUID>> claim(Collection<UUID> ids) {
        String joined = ids.stream().map(UUID::toString).collect(Collectors.joining(","));
        return Panache.getSession()
                // with a result type, Hibernate would create and keep a query plan for every execution
                .chain(session -> session.createNativeQuery("select set_config('search_path', :schema, true)")
                        .setParameter("schema", schema)
                        .getSingleResult()
                        .chain(() -> session.<UUID>createNativeQuery(CLAIM)
                                .setParameter("ids", joined)
                                .getResultList()))
                .map(HashSet::new);
    }

    /** Makes the copy the read model at the commit. The rename neither waits for readers nor blocks them. */
    void takeOver(Connection connection) throws SQLException {
        execute(
                connection,
                "delete from dead_letter where id in (select message_id from %s.replayed)".formatted(schema));
        execute(connection, "drop table %s.replayed".formatted(schema));
        execute(connection, "alter schema %s rename to %s".formatted(LIVE, old));
        execute(connection, "alter schema %s rename to %s".formatted(schema, LIVE));
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<String> strings(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                return found;
            }
        }
    }
}
