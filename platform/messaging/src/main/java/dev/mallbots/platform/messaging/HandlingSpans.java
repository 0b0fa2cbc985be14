package dev.mallbots.platform.messaging;

import dev.mallbots.platform.messaging.ReceivedMessage.Readable;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes a span {@code process TYPE} of each message's handling, in the trace of what wrote the message. A message that somebody demands to
 * be handled again stays in that trace: its span has a link to the demand.
 */
@ApplicationScoped
class HandlingSpans {

    private static final TextMapGetter<Map<String, String>> FROM_HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public String get(Map<String, String> headers, String key) {
            return headers == null ? null : headers.get(key);
        }
    };

    private final boolean sent;
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    HandlingSpans(OpenTelemetry telemetry, @ConfigProperty(name = "mallbots.traces.sent") boolean sent) {
        this.sent = sent;
        this.tracer = telemetry.getTracer("mallbots.messaging");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** What is going on here and now, such as an operator's request; empty without a collector, which alone shows links. */
    Optional<SpanContext> demand() {
        return Optional.of(Span.current().getSpanContext()).filter(current -> sent && current.isValid());
    }

    /**
     * The effects, messages and calls of {@code work} belong to the trace, process and cause of this message.
     *
     * @param demand what demands that the message be handled again; empty for a message that has just arrived
     */
    Uni<Void> around(Readable message, Optional<SpanContext> demand, Supplier<Uni<Void>> work) {
        return Uni.createFrom().deferred(() -> {
            Context trace = traceOf(message);
            Span span = begin(message, trace, demand);
            Scope scope = trace.with(span).makeCurrent();
            message.context().makeCurrent();
            return Uni.createFrom()
                    .deferred(work::get)
                    .onFailure()
                    .invoke(failure -> span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage())))
                    .onTermination()
                    .invoke(() -> {
                        scope.close();
                        span.end();
                    });
        });
    }

    Context traceOf(Readable message) {
        return propagator.extract(Context.root(), message.headers(), FROM_HEADERS);
    }

    Span begin(Readable message, Context trace, Optional<SpanContext> demand) {
        MessageContext context = message.context();
        SpanBuilder span = tracer.spanBuilder("process " + context.type())
                .setParent(trace)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", message.record().topic())
                .setAttribute("messaging.message.id", context.id().toString())
                .setAttribute(
                        "messaging.message.conversation_id",
                        context.correlationId().map(UUID::toString).orElse(""));
        demand.ifPresent(span::addLink);
        return span.startSpan();
    }
}
