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
 * A copy of the read model that is being made, a schema of its own beside {@code read_model}. Its name is this rebuild's alone:
 * what an earlier one still has in hand, whose process was frozen, finds its tables gone and can't write into this one.
 */
final class Copy {

    static final String LIVE = "read_model";

    /** PostgreSQL's name for a lock that did not come in time. */
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

    /** Drops what rebuilds that came to no end left behind, and makes the empty tables. */
    void create(Connection connection) throws SQLException {
        for (String left :
                strings(connection, "select nspname from pg_namespace where starts_with(nspname, ?)", LIVE + "_")) {
            drop(connection, left);
        }
        execute(connection, "select make_empty_copy('%s', '%s')".formatted(LIVE, schema));
        // which messages the copy has; need not outlive a crash, since the copy does not either
        execute(connection, "create unlogged table %s.replayed (message_id uuid primary key)".formatted(schema));
    }

    /** Drops what was made so far. */
    void drop(Connection connection) throws SQLException {
        drop(connection, schema);
    }

    void dropOld(Connection connection) throws SQLException {
        drop(connection, old);
    }

    /** What a frozen process still holds is left to the next rebuild. */
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
     * Turns the transaction in hand to the copy, so that handlers find the copy's tables and nothing else, no outbox either;
     * and keeps the ids there.
     *
     * @return those that the copy did not have
     */
    Uni<Set<UUID>> claim(Collection<UUID> ids) {
        String joined = ids.stream().map(UUID::toString).collect(Collectors.joining(","));
        return Panache.getSession()
                // told a type, Hibernate would make and keep a plan of its own for every single execution
                .chain(session -> session.createNativeQuery("select set_config('search_path', :schema, true)")
                        .setParameter("schema", schema)
                        .getSingleResult()
                        .chain(() -> session.<UUID>createNativeQuery(CLAIM)
                                .setParameter("ids", joined)
                                .getResultList()))
                .map(HashSet::new);
    }

    /** Lets the copy be the read model from the commit on. A rename waits for no reader and holds up none. */
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
