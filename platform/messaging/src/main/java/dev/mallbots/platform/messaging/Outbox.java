package dev.mallbots.platform.messaging;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Writes messages that are sent if and only if the current transaction commits; the {@link Relay} then sends them to Kafka at least once,
 * those of one key in the order of their commits. Each row has the trace, the correlation id and the cause of the current message.
 *
 * <p>Source of the idea: Chris Richardson, "Transactional outbox", microservices.io.
 */
@ApplicationScoped
public class Outbox {

    /** Insert statements by number of rows, few enough for each connection to keep them prepared. */
    private static final NavigableMap<Integer, String> STATEMENTS = IntStream.of(1, 2, 3, 4, 6, 8, 16, 32, 64, 128)
            .boxed()
            .collect(Collectors.toMap(rows -> rows, Outbox::insertOf, (one, same) -> one, TreeMap::new));

    private static final String INSERT_WITH_ORIGINAL = """
            insert into outbox (topic, key, headers, payload, original)
            values (:topic, :key, cast(cast(:headers as text) as jsonb), :payload, :original)
            """;

    /** The key under which a context keeps messages that are written at the end. */
    private static final String GATHERED = Outbox.class.getName();

    /** A row with its final headers and payload: the relay adds nothing. */
    record Row(String topic, String key, Map<String, String> headers, byte[] payload) {}

    private final String source;
    private final OpenTelemetry telemetry;

    Outbox(@ConfigProperty(name = "quarkus.application.name") String service, OpenTelemetry telemetry) {
        this.source = "/services/" + service;
        this.telemetry = telemetry;
    }

    /** Writes the messages of a batch together; needs a Hibernate Reactive transaction. */
    public Uni<Void> publish(List<OutgoingMessage> messages) {
        Optional<MessageContext> cause = MessageContext.current();
        return write(messages.stream().map(message -> rowOf(message, cause)).toList());
    }

    /**
     * Writes the messages that {@code work} publishes after its end, in as few statements as possible. Needs a context that belongs to one
     * transaction.
     */
    Uni<Void> gathering(Supplier<Uni<Void>> work) {
        return Uni.createFrom().deferred(() -> {
            List<Row> gathered = new ArrayList<>();
            ContextLocals.put(GATHERED, gathered);
            return work.get().chain(() -> insert(gathered));
        });
    }

    Uni<Void> write(List<Row> rows) {
        Optional<List<Row>> gathered =
                VertxContext.isOnDuplicatedContext() ? ContextLocals.get(GATHERED) : Optional.empty();
        if (gathered.isPresent()) {
            gathered.get().addAll(rows);
            return Uni.createFrom().voidItem();
        }
        return insert(rows);
    }

    /** Writes a message from elsewhere, byte for byte; needs a Hibernate Reactive transaction. */
    Uni<Void> write(String topic, Original message, byte[] payload) {
        Row readable = new Row(topic, message.readableKey().orElse(null), message.readableHeaders(), payload);
        return message.ifMoreThanReadable()
                .map(original -> insert(readable, original))
                .orElseGet(() -> write(List.of(readable)));
    }

    private static Uni<Void> insert(Row row, byte[] original) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(INSERT_WITH_ORIGINAL)
                        .setParameter("topic", row.topic())
                        .setParameter("key", row.key())
                        .setParameter("headers", json(row.headers()))
                        .setParameter("payload", row.payload())
                        .setParameter("original", original)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static String json(Map<String, String> headers) {
        return new JsonObject(Map.<String, Object>copyOf(headers)).encode();
    }

    private static Uni<Void> insert(List<Row> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map.Entry<Integer, String> statement = STATEMENTS.floorEntry(rows.size());
        int size = statement.getKey();
        return Panache.getSession()
                .chain(session -> insert(session, statement.getValue(), rows.subList(0, size)))
                .chain(() -> insert(rows.subList(size, rows.size())));
    }

    private static String insertOf(int rows) {
        return IntStream.range(0, rows)
                .map(row -> row * 4)
                .mapToObj(
                        i -> "(?%d, ?%d, cast(cast(?%d as text) as jsonb), ?%d)".formatted(i + 1, i + 2, i + 3, i + 4))
                .collect(Collectors.joining(", ", "insert into outbox (topic, key, headers, payload) values ", ""));
    }

    private static Uni<Integer> insert(Mutiny.Session session, String statement, List<Row> rows) {
        var query = session.createNativeQuery(statement);
        int parameter = 1;
        for (Row row : rows) {
            query.setParameter(parameter++, row.topic());
            query.setParameter(parameter++, row.key());
            query.setParameter(parameter++, json(row.headers()));
            query.setParameter(parameter++, row.payload());
        }
        return query.executeUpdate();
    }

    private Row rowOf(OutgoingMessage message, Optional<MessageContext> cause) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Envelope.SPEC_VERSION, "1.0");
        headers.put(Envelope.ID, message.id().toString());
        headers.put(Envelope.SOURCE, source);
        headers.put(Envelope.TYPE, message.type());
        headers.put(Envelope.SUBJECT, message.key().toString());
        headers.put(Envelope.TIME, Instant.now().toString());
        headers.put(Envelope.DATA_SCHEMA, Envelope.schemaOf(message.type()));
        headers.put(Envelope.CONTENT_TYPE, Envelope.PROTOBUF);
        message.sequence().ifPresent(sequence -> headers.put(Envelope.SEQUENCE, Long.toString(sequence)));
        message.correlationId()
                .or(() -> cause.flatMap(MessageContext::correlationId))
                .map(UUID::toString)
                .ifPresent(id -> headers.put(Envelope.CORRELATION_ID, id));
        cause.ifPresent(it -> headers.put(Envelope.CAUSATION_ID, it.id().toString()));
        message.replyTo().ifPresent(topic -> headers.put(Envelope.REPLY_TO, topic));
        telemetry.getPropagators().getTextMapPropagator().inject(Context.current(), headers, Map::put);
        return new Row(
                message.topic(),
                message.key().toString(),
                headers,
                message.payload().toByteArray());
    }
}
