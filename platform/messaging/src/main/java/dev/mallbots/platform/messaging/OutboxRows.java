package dev.mallbots.platform.messaging;

import io.vertx.core.json.JsonObject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The outbox on the relay's own connection. */
final class OutboxRows implements AutoCloseable {

    private static final int BATCH = 1000;

    /**
     * In bytes: the limit of a batch without its last row. A batch is in memory several times: as PostgreSQL's result, as messages, and as
     * Kafka's request.
     */
    static final int BATCH_BYTES = 4 * 1024 * 1024;

    /** Rows that may be sent: not refused, and not behind a refused one of their lane. */
    static final String MAY_GO = """
            from outbox o
            where o.refused is null and not exists (
                select from outbox r
                where r.refused is not null and r.topic = o.topic and r.key = o.key and r.id < o.id)
            order by o.id limit %d
            """;

    // the length of a large value can be read without reading the value
    private static final String BATCH_OF = """
            select id, topic, key, headers, payload, original from (
                select o.*, sum(size) over (order by id rows unbounded preceding) - size as size_before from (
                    select o.*, octet_length(o.payload) + pg_column_size(o.headers)
                        + coalesce(octet_length(o.original), 0) as size
                    %s) o) o
            where size_before < %d
            order by id
            """;

    private static final String NEXT = BATCH_OF.formatted(MAY_GO.formatted(BATCH), BATCH_BYTES);

    // the select sees the rows that this statement deletes, too
    private static final String DELETE_AND_NEXT = "with sent as (delete from outbox where id = any(?)) "
            + BATCH_OF.formatted(
                    MAY_GO.replace("o.refused is null", "o.refused is null and o.id <> all(?)")
                            .formatted(BATCH),
                    BATCH_BYTES);

    private static final String REFUSE = """
            update outbox o set refused = r.reason from unnest(?, ?) as r (id, reason) where o.id = r.id
            """;

    /**
     * A waiting message.
     *
     * @param type the full name of the protobuf message; {@link RelayMeters#OTHER} for a dead letter
     */
    record Row(long id, String key, String type, ProducerRecord<byte[], byte[]> message) {

        /** Messages of one lane keep their order. */
        String lane() {
            return message.topic() + '/' + key;
        }

        /** The size of its content in bytes. */
        int size() {
            return message.value().length;
        }
    }

    /** A row that Kafka rejected, and the reason. */
    record Refusal(Row row, String reason) {}

    private final Connection connection;
    private final PreparedStatement next;
    private final PreparedStatement deleteAndNext;

    OutboxRows(Connection connection) throws SQLException {
        this.connection = connection;
        this.next = connection.prepareStatement(NEXT);
        this.deleteAndNext = connection.prepareStatement(DELETE_AND_NEXT);
    }

    /**
     * The oldest rows in order, without refused rows and rows behind a refused one of their lane. At most {@value #BATCH} rows and not much
     * more than {@value #BATCH_BYTES} bytes, but at least one if there is one.
     */
    List<Row> next() throws SQLException {
        return rows(next);
    }

    /** Deletes these and reads the next ones like {@link #next}, in one round trip. */
    List<Row> nextAfterDeleting(List<Row> sent) throws SQLException {
        if (sent.isEmpty()) {
            return next();
        }
        Array ids =
                connection.createArrayOf("bigint", sent.stream().map(Row::id).toArray());
        deleteAndNext.setArray(1, ids);
        deleteAndNext.setArray(2, ids);
        return rows(deleteAndNext);
    }

    private static List<Row> rows(PreparedStatement query) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                rows.add(row(result));
            }
        }
        return rows;
    }

    private static Row row(ResultSet result) throws SQLException {
        String topic = result.getString(2);
        String key = result.getString(3);
        Map<String, String> headers = headers(result.getString(4));
        byte[] original = result.getBytes(6);
        Original message =
                original == null ? Original.ofReadable(Optional.ofNullable(key), headers) : Original.decoded(original);
        return new Row(
                result.getLong(1),
                key,
                Topics.isOfDeadLetters(topic)
                        ? RelayMeters.OTHER
                        : headers.getOrDefault(Envelope.TYPE, RelayMeters.OTHER),
                new ProducerRecord<>(topic, null, message.key(), result.getBytes(5), message.headers()));
    }

    private static Map<String, String> headers(String json) {
        Map<String, String> headers = new LinkedHashMap<>();
        new JsonObject(json)
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().toString()));
        return headers;
    }

    void refuse(List<Refusal> refusals) throws SQLException {
        if (refusals.isEmpty()) {
            return;
        }
        try (PreparedStatement refuse = connection.prepareStatement(REFUSE)) {
            refuse.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint",
                            refusals.stream().map(refusal -> refusal.row().id()).toArray()));
            refuse.setArray(
                    2,
                    connection.createArrayOf(
                            "text", refusals.stream().map(Refusal::reason).toArray()));
            refuse.executeUpdate();
        }
    }

    /** The topics of rows that were refused for this reason. */
    List<String> topicsRefused(String reason) throws SQLException {
        List<String> topics = new ArrayList<>();
        try (PreparedStatement refused =
                connection.prepareStatement("select distinct topic from outbox where refused = ?")) {
            refused.setString(1, reason);
            try (ResultSet result = refused.executeQuery()) {
                while (result.next()) {
                    topics.add(result.getString(1));
                }
            }
        }
        return topics;
    }

    /** Makes rows that were refused for this reason wait again. @return their number */
    int release(String topic, String reason) throws SQLException {
        try (PreparedStatement release =
                connection.prepareStatement("update outbox set refused = null where topic = ? and refused = ?")) {
            release.setString(1, topic);
            release.setString(2, reason);
            return release.executeUpdate();
        }
    }

    /** Waiting relays terminate the session of a holder that is silent for too long. */
    void giveSignOfLife() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }

    @Override
    public void close() throws SQLException {
        next.close();
        deleteAndNext.close();
    }
}
