package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.messaging.ReceivedMessage.Readable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What is counted of incoming messages; docs/telemetry.md. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MessageMetersTest {

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final MessageMeters meters = new MessageMeters(metrics, Set.of("mall.Known"));

    @Test
    void every_subscribed_type_is_there_from_the_start() {
        for (String metric : List.of("inbox.handled", "inbox.refused", "inbox.retried", "inbox.dead.letters")) {
            assertThat(count(metric, "mall.Known")).isZero();
            assertThat(count(metric, "other")).isZero();
        }
    }

    @Test
    void a_batch_is_counted_by_type_and_once_as_a_transaction() {
        meters.handled(List.of(message("mall.Known"), message("mall.Known"), message("mall.Newer")), System.nanoTime());

        assertThat(count("inbox.handled", "mall.Known")).isEqualTo(2);
        assertThat(count("inbox.handled", "other")).isEqualTo(1);
        assertThat(metrics.get("inbox.batch").summary().max()).isEqualTo(3);
        assertThat(metrics.get("inbox.transaction")
                        .tag("outcome", "committed")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(metrics.get("inbox.transaction")
                        .tag("outcome", "failed")
                        .timer()
                        .count())
                .isZero();
        assertThat(metrics.get("inbox.delay").timer().count()).isEqualTo(3);
    }

    @Test
    void the_delay_begins_with_the_creation_of_the_message() {
        meters.handled(List.of(message("mall.Known", Instant.now().minusSeconds(90))), System.nanoTime());

        assertThat(metrics.get("inbox.delay").timer().max(TimeUnit.SECONDS)).isGreaterThanOrEqualTo(90);
    }

    @Test
    void a_message_from_a_clock_that_is_ahead_has_no_delay() {
        meters.handled(List.of(message("mall.Known", Instant.now().plusSeconds(90))), System.nanoTime());

        assertThat(metrics.get("inbox.delay").timer().count()).isEqualTo(1);
        assertThat(metrics.get("inbox.delay").timer().max(TimeUnit.SECONDS)).isZero();
    }

    @Test
    void the_writers_of_a_topic_do_not_make_endlessly_many_series() {
        for (int number = 0; number < 1_000; number++) {
            meters.skipped(message("mall.Unknown" + number));
        }

        assertThat(metrics.find("inbox.skipped").counters()).hasSizeLessThanOrEqualTo(101);
        assertThat(metrics.find("inbox.skipped").counters().stream()
                        .mapToDouble(counter -> counter.count())
                        .sum())
                .isEqualTo(1_000);
    }

    private double count(String metric, String type) {
        return metrics.get(metric).tag("type", type).counter().count();
    }

    private static Readable message(String type) {
        return message(type, Instant.now());
    }

    private static Readable message(String type, Instant created) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("topic", 0, 0, null, new byte[0]);
        Map.of(
                        Envelope.ID,
                        UUID.randomUUID().toString(),
                        Envelope.TYPE,
                        type,
                        Envelope.SOURCE,
                        "/services/test",
                        Envelope.TIME,
                        created.toString())
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return (Readable) ReceivedMessage.of(record);
    }
}
