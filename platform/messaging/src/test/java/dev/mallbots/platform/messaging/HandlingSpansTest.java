package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.messaging.ReceivedMessage.Readable;
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
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HandlingSpansTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String WRITER = "b7ad6b7169203331";
    private static final SpanContext REQUEST = SpanContext.create(
            "11111111111111111111111111111111", "2222222222222222", TraceFlags.getSampled(), TraceState.getDefault());

    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    private final HandlingSpans spans = new HandlingSpans(telemetry, true);

    @Test
    void a_message_is_handled_in_the_trace_of_what_wrote_it() {
        var span = begun(Optional.empty());

        assertThat(span.getParentSpanContext().getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanContext().getSpanId()).isEqualTo(WRITER);
        assertThat(span.toSpanData().getLinks()).isEmpty();
    }

    @Test
    void a_message_that_is_handled_again_stays_in_its_trace_and_is_linked_to_the_demand() {
        try (Scope request = Context.root().with(Span.wrap(REQUEST)).makeCurrent()) {
            var span = begun(spans.demand());

            assertThat(span.getSpanContext().getTraceId()).isEqualTo(TRACE);
            assertThat(span.toSpanData().getLinks())
                    .extracting(LinkData::getSpanContext)
                    .containsExactly(REQUEST);
        }
    }

    @Test
    void without_a_collector_or_without_a_request_nothing_is_linked() {
        assertThat(spans.demand()).isEmpty();
        try (Scope request = Context.root().with(Span.wrap(REQUEST)).makeCurrent()) {
            assertThat(new HandlingSpans(telemetry, false).demand()).isEmpty();
        }
    }

    private ReadableSpan begun(Optional<SpanContext> demand) {
        Readable message = message();
        Span span = spans.begin(message, spans.traceOf(message), demand);
        span.end();
        return (ReadableSpan) span;
    }

    private static Readable message() {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("topic", 0, 0, null, new byte[0]);
        Map.of(
                        Envelope.ID,
                        UUID.randomUUID().toString(),
                        Envelope.TYPE,
                        "mall.Known",
                        Envelope.SOURCE,
                        "/services/test",
                        "traceparent",
                        "00-%s-%s-01".formatted(TRACE, WRITER))
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return (Readable) ReceivedMessage.of(record);
    }
}
