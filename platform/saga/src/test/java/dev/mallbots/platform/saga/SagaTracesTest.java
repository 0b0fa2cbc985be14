package dev.mallbots.platform.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SagaTracesTest {

    private static final SpanContext START = context("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
    private static final SpanContext REQUEST = context("11111111111111111111111111111111", "2222222222222222");
    private static final UUID SAGA = UUID.randomUUID();

    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    private final SagaTraces traces = new SagaTraces(telemetry, true);

    @Test
    void what_a_deadline_sends_is_in_the_trace_of_the_sagas_start() {
        var sending = (ReadableSpan) sending(traces, started(traces), new SagaInput.DeadlinePassed());

        assertThat(sending.getName()).isEqualTo("deadline book-trip");
        assertThat(sending.getParentSpanContext().getTraceId()).isEqualTo(START.getTraceId());
        assertThat(sending.getParentSpanContext().getSpanId()).isEqualTo(START.getSpanId());
        assertThat(sending.toSpanData().getLinks()).isEmpty();
        assertThat(sending.hasEnded()).isTrue();
    }

    @Test
    void what_an_operator_demands_is_in_the_sagas_trace_too_and_linked_to_the_request() {
        var trace = started(traces);
        try (Scope request = in(REQUEST)) {
            var retry = (ReadableSpan) sending(traces, trace, new SagaInput.RetryDemanded());
            var compensation = (ReadableSpan) sending(traces, trace, new SagaInput.CompensationDemanded("late"));

            assertThat(retry.getName()).isEqualTo("retry book-trip");
            assertThat(retry.getSpanContext().getTraceId()).isEqualTo(START.getTraceId());
            assertThat(retry.toSpanData().getLinks())
                    .extracting(LinkData::getSpanContext)
                    .containsExactly(REQUEST);
            assertThat(compensation.getName()).isEqualTo("compensate book-trip");
        }
    }

    @Test
    void what_a_message_makes_the_saga_send_belongs_to_that_message() {
        var trace = started(traces);
        try (Scope reply = in(REQUEST)) {
            var sending = sending(traces, trace, new SagaInput.Failed(UUID.randomUUID(), UUID.randomUUID(), "no"));

            assertThat(sending.getSpanContext()).isEqualTo(REQUEST);
        }
    }

    @Test
    void without_a_collector_no_trace_is_stored_and_no_span_is_made() {
        var unsent = new SagaTraces(telemetry, false);

        assertThat(started(unsent)).isEmpty();
        assertThat(sending(unsent, started(traces), new SagaInput.DeadlinePassed()))
                .isEqualTo(Span.getInvalid());
    }

    @Test
    void a_saga_that_began_without_a_trace_gets_none() {
        assertThat(traces.current()).isEmpty();
        assertThat(sending(traces, Optional.empty(), new SagaInput.DeadlinePassed()))
                .isEqualTo(Span.getInvalid());
    }

    private static Optional<String> started(SagaTraces traces) {
        try (Scope start = in(START)) {
            return traces.current();
        }
    }

    /** The span in which the saga sends. */
    private static Span sending(SagaTraces traces, Optional<String> trace, SagaInput input) {
        return traces.in(trace, input, SAGA, "book-trip", Span::current);
    }

    private static Scope in(SpanContext span) {
        return Context.root().with(Span.wrap(span)).makeCurrent();
    }

    private static SpanContext context(String trace, String span) {
        return SpanContext.create(trace, span, TraceFlags.getSampled(), TraceState.getDefault());
    }
}
