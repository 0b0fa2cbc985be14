package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class OutboxSpansTest {

    @Test
    void an_unreadable_time_in_a_dead_letters_headers_does_not_stop_the_relay() {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>("mallbots.probe.dead-letters", new byte[0]);
        letter.headers().add(Envelope.TIME, "yesterday".getBytes(StandardCharsets.UTF_8));
        OutboxSpans spans = new OutboxSpans(OpenTelemetry.noop(), true);

        assertThatCode(() -> spans.acknowledged(List.of(new OutboxRows.Row(1, "key", RelayMeters.OTHER, letter))))
                .doesNotThrowAnyException();
    }
}
