package dev.mallbots.platform.messaging;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The outbox as the relay's own connection sees it. */
final class OutboxRows implements AutoCloseable {

    private static final int BATCH = 1000;

    private static final String NEXT = """
            select o.id, o.topic, o.key, o.headers, o.payload, o.created_at from outbox o
            where o.refused is null and not exists (
                select from outbox r
                where r.refused is not null and r.topic = o.topic and r.key = o.key and r.id < o.id)
            order by o.id limit %d
            """.formatted(BATCH);

    private static final String REFUSE = """
            update outbox o set refused = r.reason from unnest(?, ?) as r (id, reason) where o.id = r.id
            """;

    /** A message that waits. */
    record Row(long id, ProducerRecord<String, byte[]> message, Instant written) {

        /** Messages of one lane keep their order. */
        String lane() {
            return message.topic() + '/' + message.key();
        }

        /** Bytes of its content. */
        int size() {
            return message.value().length;
        }
    }

    /** A row that Kafka does not take, and why. */
    record Refusal(Row row, String reason) {}

    private final Connection connection;
    private final PreparedStatement next;
    private final PreparedStatement delete;

    OutboxRows(Connection connection) throws SQLException {
        this.connection = connection;
        this.next = connection.prepareStatement(NEXT);
        this.delete = connection.prepareStatement("delete from outbox where id = any(?)");
    }

    /** The oldest ones, in their order; none that is refused or behind one of its lane that is. */
    List<Row> next() throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = next.executeQuery()) {
            while (result.next()) {
                rows.add(new Row(
                        result.getLong(1),
                        message(result),
                        result.getObject(6, OffsetDateTime.class).toInstant()));
            }
        }
        return rows;
    }

    private static ProducerRecord<String, byte[]> message(ResultSet result) throws SQLException {
        ProducerRecord<String, byte[]> message =
                new ProducerRecord<>(result.getString(2), result.getString(3), result.getBytes(5));
        new JsonObject(result.getString(4))
                .forEach(header -> message.headers()
                        .add(header.getKey(), header.getValue().toString().getBytes(StandardCharsets.UTF_8)));
        return message;
    }

    void delete(List<Row> rows) throws SQLException {
        delete.setArray(
                1, connection.createArrayOf("bigint", rows.stream().map(Row::id).toArray()));
        delete.executeUpdate();
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

    /** What was refused for this reason waits again. @return how many */
    int release(String topic, String reason) throws SQLException {
        try (PreparedStatement release =
                connection.prepareStatement("update outbox set refused = null where topic = ? and refused = ?")) {
            release.setString(1, topic);
            release.setString(2, reason);
            return release.executeUpdate();
        }
    }

    /** A relay that says nothing for long is put out by those who wait. */
    void giveSignOfLife() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }

    @Override
    public void close() throws SQLException {
        next.close();
        delete.close();
    }
}
