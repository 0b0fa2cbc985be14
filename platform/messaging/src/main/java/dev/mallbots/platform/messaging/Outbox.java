package dev.mallbots.platform.messaging;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Messages that leave if, and only if, the transaction in hand commits; the {@link Relay} then takes them to Kafka at least
 * once, those of one key in the order of their commits. The trace, the process and the causing message of the moment are kept
 * with each of them.
 *
 * <p>Source of the idea: Chris Richardson, "Transactional outbox", microservices.io.
 */
@ApplicationScoped
public class Outbox {

    private static final int ROWS_PER_STATEMENT = 200;

    /** A row as it is written: headers and payload are final here, the relay adds nothing. */
    record Row(String topic, String key, Map<String, String> headers, byte[] payload) {}

    private final String source;
    private final OpenTelemetry telemetry;

    Outbox(@ConfigProperty(name = "quarkus.application.name") String service, OpenTelemetry telemetry) {
        this.source = "/services/" + service;
        this.telemetry = telemetry;
    }

    /** Writes them in one round trip; needs a transaction of Hibernate Reactive around it. */
    public Uni<Void> publish(List<OutgoingMessage> messages) {
        Optional<MessageContext> cause = MessageContext.current();
        return write(messages.stream().map(message -> rowOf(message, cause)).toList());
    }

    Uni<Void> write(List<Row> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Row> now = rows.subList(0, Math.min(ROWS_PER_STATEMENT, rows.size()));
        return Panache.getSession()
                .chain(session -> insert(session, now))
                .chain(() -> write(rows.subList(now.size(), rows.size())));
    }

    /** By their number of rows: most transactions say one thing or two, and making the text costs as much as sending it. */
    private static final List<String> STATEMENTS = IntStream.rangeClosed(1, ROWS_PER_STATEMENT)
            .mapToObj(Outbox::insertOf)
            .toList();

    private static String insertOf(int rows) {
        return IntStream.range(0, rows)
                .map(row -> row * 4)
                .mapToObj(
                        i -> "(?%d, ?%d, cast(cast(?%d as text) as jsonb), ?%d)".formatted(i + 1, i + 2, i + 3, i + 4))
                .collect(Collectors.joining(", ", "insert into outbox (topic, key, headers, payload) values ", ""));
    }

    private static Uni<Integer> insert(Mutiny.Session session, List<Row> rows) {
        var query = session.createNativeQuery(STATEMENTS.get(rows.size() - 1));
        int parameter = 1;
        for (Row row : rows) {
            query.setParameter(parameter++, row.topic());
            query.setParameter(parameter++, row.key());
            query.setParameter(parameter++, new JsonObject(Map.<String, Object>copyOf(row.headers())).encode());
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
