package dev.mallbots.platform.saga;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps a saga in one trace: the trace in which it began. A reply carries that trace. A deadline and an operator's demand do not, so what
 * they make the saga send gets a span {@code deadline SAGA}, {@code retry SAGA} or {@code compensate SAGA} in the saga's trace, with a link
 * to the operator's request. Without a collector no trace is stored and no span is made.
 */
@ApplicationScoped
class SagaTraces {

    private static final String TRACE_PARENT = "traceparent";

    private static final TextMapGetter<String> FROM_ROW = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceParent) {
            return List.of(TRACE_PARENT);
        }

        @Override
        public String get(String traceParent, String name) {
            return TRACE_PARENT.equals(name) ? traceParent : null;
        }
    };

    private final boolean sent;
    private final Tracer tracer;
    private final TextMapPropagator propagator;

    SagaTraces(OpenTelemetry telemetry, @ConfigProperty(name = "mallbots.traces.sent") boolean sent) {
        this.sent = sent;
        this.tracer = telemetry.getTracer("mallbots.saga");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** The current trace in W3C's form; empty without one, and without a collector. */
    Optional<String> current() {
        if (!sent) {
            return Optional.empty();
        }
        var headers = new HashMap<String, String>();
        propagator.inject(Context.current(), headers, Map::put);
        return Optional.ofNullable(headers.get(TRACE_PARENT));
    }

    /**
     * Runs {@code work}, which writes what the saga sends, in the saga's trace.
     *
     * @param trace that of the saga's start; empty if it is not known
     */
    <T> T in(Optional<String> trace, SagaInput input, UUID saga, String definition, Supplier<T> work) {
        var cause = causeWithoutMessage(input);
        return sent && trace.isPresent() && cause.isPresent()
                ? inSpan(trace.get(), cause.get() + " " + definition, saga, work)
                : work.get();
    }

    private <T> T inSpan(String traceParent, String name, UUID saga, Supplier<T> work) {
        var trace = propagator.extract(Context.root(), traceParent, FROM_ROW);
        SpanBuilder builder = tracer.spanBuilder(name)
                .setParent(trace)
                .setAttribute("messaging.message.conversation_id", saga.toString());
        SpanContext request = Span.current().getSpanContext();
        if (request.isValid()) {
            builder.addLink(request);
        }
        Span span = builder.startSpan();
        try (Scope scope = trace.with(span).makeCurrent()) {
            return work.get();
        } finally {
            span.end();
        }
    }

    private static Optional<String> causeWithoutMessage(SagaInput input) {
        return switch (input) {
            case SagaInput.DeadlinePassed() -> Optional.of("deadline");
            case SagaInput.RetryDemanded() -> Optional.of("retry");
            case SagaInput.CompensationDemanded demand -> Optional.of("compensate");
            case SagaInput.Succeeded success -> Optional.empty();
            case SagaInput.Failed failure -> Optional.empty();
            case SagaInput.Canceled cancel -> Optional.empty();
        };
    }
}
