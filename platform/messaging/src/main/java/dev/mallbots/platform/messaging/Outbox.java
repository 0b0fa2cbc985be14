package dev.mallbots.platform.messaging;

import dev.mallbots.platform.unitofwork.Gathering;
import dev.mallbots.platform.unitofwork.Sql;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Writes messages that are sent if and only if the current transaction commits; the {@link Relay} then sends them to Kafka at least once,
 * those of one key in the order of their commits. Each row has the trace, the correlation id and the cause of the current message.
 *
 * <p>Source of the idea: Chris Richardson, "Transactional outbox", microservices.io.
 */
@ApplicationScoped
public class Outbox {

    private static final String INSERT = """
            insert into outbox (topic, key, headers, payload)
            select topic, key, headers::jsonb, payload
            from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) with ordinality message (topic, key, headers, payload, place)
            order by place
            """;

    private static final String INSERT_WITH_ORIGINAL = """
            insert into outbox (topic, key, headers, payload, original) values ($1, $2, $3::text::jsonb, $4, $5)
            """;

    /** A row with its final headers and payload: the relay adds nothing. */
    record Row(String topic, String key, Map<String, String> headers, byte[] payload) {}

    private final Gathering<Row> rows = new Gathering<>(Outbox::insert);
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

    @Produces
    @Singleton
    UnitOfWork.Member inEachBatch() {
        return rows;
    }

    /** In a batch of messages the rows are written with the batch's, in one statement. */
    Uni<Void> write(List<Row> written) {
        return rows.addAll(written);
    }

    /** Writes a message from elsewhere, byte for byte; needs a Hibernate Reactive transaction. */
    Uni<Void> write(String topic, Original message, byte[] payload) {
        Row readable = new Row(topic, message.readableKey().orElse(null), message.readableHeaders(), payload);
        return message.ifMoreThanReadable()
                .map(original -> insert(readable, original))
                .orElseGet(() -> write(List.of(readable)));
    }

    private static Uni<Void> insert(Row row, byte[] original) {
        return Sql.update(
                        INSERT_WITH_ORIGINAL,
                        row.topic(),
                        row.key(),
                        json(row.headers()),
                        Buffer.buffer(row.payload()),
                        Buffer.buffer(original))
                .replaceWithVoid();
    }

    private static Uni<Void> insert(List<Row> rows) {
        return Sql.update(
                        INSERT,
                        rows.stream().map(Row::topic).toArray(String[]::new),
                        rows.stream().map(Row::key).toArray(String[]::new),
                        rows.stream().map(row -> json(row.headers())).toArray(String[]::new),
                        rows.stream().map(row -> Buffer.buffer(row.payload())).toArray(Buffer[]::new))
                .replaceWithVoid();
    }

    private static String json(Map<String, String> headers) {
        return new JsonObject(Map.<String, Object>copyOf(headers)).encode();
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
