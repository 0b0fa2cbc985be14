package dev.mallbots.platform.readmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Table {@code rebuild}. A rebuild holds an advisory lock while it runs; a rebuild without its lock has ended, whatever its row says.
 */
@ApplicationScoped
class RebuildLog {

    /** The two keys of the advisory lock, chosen freely; the relay uses 20030. */
    private static final String TRY_LOCK = "select pg_try_advisory_lock(0, 20040)";

    private static final String IS_RUNNING = """
            exists (select from pg_locks l join pg_database d on d.oid = l.database
                where d.datname = current_database() and l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid = 20040)
            """;

    private static final String STOPPED = "its process or its connection to the database ended";

    private static final String SELECT = """
            select id, case when state = 'running' and not %s then 'failed' else state end as state, started_at, switched_at,
                ended_at, read, total, case when state = 'running' and not %s then '%s' else reason end as reason, unhandled,
                differences
            from rebuild
            """.formatted(IS_RUNNING, IS_RUNNING, STOPPED);

    private static final int KEPT = 50;

    private final ObjectMapper json;

    RebuildLog(ObjectMapper json) {
        this.json = json;
    }

    /** @return whether no other rebuild runs; then no other can start until the connection ends */
    boolean lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TRY_LOCK);
                ResultSet answer = statement.executeQuery()) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    /** Records the start of a rebuild, marks abandoned ones as failed, and deletes the oldest. */
    void begin(Connection connection, UUID id) throws SQLException {
        execute(
                connection,
                "update rebuild set state = 'failed', ended_at = now(), reason = ? where state = 'running'",
                STOPPED);
        execute(
                connection,
                "delete from rebuild where id in (select id from rebuild order by started_at desc offset ?)",
                KEPT - 1);
        execute(connection, "insert into rebuild (id, state) values (?, 'running')", id);
    }

    void progress(Connection connection, UUID id, long read, long total) throws SQLException {
        execute(connection, "update rebuild set read = ?, total = ? where id = ?", read, total, id);
    }

    void switched(Connection connection, UUID id, Unhandled unhandled) throws SQLException {
        execute(
                connection,
                "update rebuild set switched_at = now(), unhandled = cast(? as jsonb) where id = ?",
                write(unhandled),
                id);
    }

    void done(Connection connection, UUID id, Differences differences) throws SQLException {
        execute(
                connection,
                "update rebuild set state = 'done', ended_at = now(), differences = cast(? as jsonb) where id = ?",
                write(differences),
                id);
    }

    void failed(Connection connection, UUID id, String reason) throws SQLException {
        execute(
                connection,
                "update rebuild set state = 'failed', ended_at = now(), reason = ? where id = ? and state = 'running'",
                reason,
                id);
    }

    /** Newest first. */
    List<Rebuild> list(Connection connection, Optional<Rebuilds.Position> after, int limit) throws SQLException {
        OffsetDateTime startedAt = after.map(position -> position.startedAt().atOffset(ZoneOffset.UTC))
                .orElse(null);
        return read(
                connection,
                SELECT
                        + " where cast(? as timestamptz) is null or (started_at, id) < (cast(? as timestamptz), cast(? as uuid))"
                        + " order by started_at desc, id desc limit ?",
                startedAt,
                startedAt,
                after.map(Rebuilds.Position::id).orElse(null),
                limit);
    }

    Optional<Rebuild> find(Connection connection, UUID id) throws SQLException {
        return read(connection, SELECT + " where id = ?", id).stream().findAny();
    }

    private List<Rebuild> read(Connection connection, String select, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, select, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<Rebuild> rebuilds = new ArrayList<>();
            while (rows.next()) {
                rebuilds.add(new Rebuild(
                        rows.getObject("id", UUID.class),
                        RebuildState.ofWord(rows.getString("state")),
                        rows.getTimestamp("started_at").toInstant(),
                        Optional.ofNullable(rows.getTimestamp("switched_at")).map(Timestamp::toInstant),
                        Optional.ofNullable(rows.getTimestamp("ended_at")).map(Timestamp::toInstant),
                        rows.getLong("read"),
                        rows.getLong("total"),
                        Optional.ofNullable(rows.getString("reason")),
                        read(rows.getString("unhandled"), Unhandled.class),
                        read(rows.getString("differences"), Differences.class)));
            }
            return rebuilds;
        }
    }

    private <T> Optional<T> read(String text, Class<T> type) {
        try {
            return text == null ? Optional.empty() : Optional.of(json.readValue(text, type));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
