package dev.mallbots.platform.messaging;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes a span {@code send TYPE} of each message's time in the outbox: from its writing to the broker's acknowledgement, in the trace of
 * what wrote it. Without a collector it makes none.
 */
@ApplicationScoped
class OutboxSpans {

    private static final TextMapGetter<Headers> FROM_HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Headers headers) {
            return Arrays.stream(headers.toArray()).map(Header::key).toList();
        }

        @Override
        public String get(Headers headers, String name) {
            return headers == null ? null : text(headers, name).orElse(null);
        }
    };

    private final boolean sent;
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    OutboxSpans(OpenTelemetry telemetry, @ConfigProperty(name = "mallbots.traces.sent") boolean sent) {
        this.sent = sent;
        this.tracer = telemetry.getTracer("mallbots.messaging");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    void acknowledged(List<OutboxRows.Row> rows) {
        if (sent) {
            rows.forEach(row -> span(row.message()));
        }
    }

    private void span(ProducerRecord<byte[], byte[]> message) {
        Headers headers = message.headers();
        Instant written =
                text(headers, Envelope.TIME).flatMap(OutboxSpans::instant).orElseGet(Instant::now);
        tracer.spanBuilder("send " + text(headers, Envelope.TYPE).orElse("unknown"))
                .setParent(propagator.extract(Context.root(), headers, FROM_HEADERS))
                .setSpanKind(SpanKind.PRODUCER)
                .setStartTimestamp(written)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "send")
                .setAttribute("messaging.destination.name", message.topic())
                .setAttribute("messaging.message.id", text(headers, Envelope.ID).orElse(""))
                .setAttribute(
                        "messaging.message.conversation_id",
                        text(headers, Envelope.CORRELATION_ID).orElse(""))
                .startSpan()
                .end();
    }

    /** A dead letter has the headers of its origin, which may be unreadable. */
    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }
}
