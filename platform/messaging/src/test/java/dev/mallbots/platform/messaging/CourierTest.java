package dev.mallbots.platform.messaging;

import static dev.mallbots.platform.messaging.Probe.NOTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.messaging.Courier.Delivery;
import dev.mallbots.platform.messaging.OutboxRows.Row;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What the relay is told of its messages by a Kafka that is slow or says nothing. */
@QuarkusTest
class CourierTest extends ProbeTest {

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Test
    void what_is_acknowledged_is_known_although_kafka_says_nothing_of_another() throws Exception {
        String stalled = stalledTopic();
        Row first = row(1, NOTES);
        Row silent = row(2, stalled);
        Row last = row(3, NOTES);
        try (Courier courier = new Courier(kafka, Duration.ofSeconds(2))) {
            Delivery delivery = courier.deliver(List.of(first, silent, last), () -> {});

            assertThat(delivery.acknowledged()).containsExactly(first, last);
            assertThat(delivery.failure()).isPresent();
        }
    }

    @Test
    void patience_begins_anew_with_each_acknowledgement() throws Exception {
        Queue<String> stalled = new ArrayDeque<>(List.of(stalledTopic(), stalledTopic()));
        List<Row> rows = stalled.stream().map(topic -> row(1, topic)).toList();
        try (Courier courier = new Courier(kafka, Duration.ofSeconds(8))) {
            // at each sign of life one more of them goes on: all together take longer than the patience
            Delivery delivery = courier.deliver(rows, () -> {
                if (!stalled.isEmpty()) {
                    Broker.set(stalled.remove(), "min.insync.replicas", "1");
                }
            });

            assertThat(delivery.failure()).isEmpty();
            assertThat(delivery.acknowledged()).isEqualTo(rows);
        }
    }

    @Test
    void a_producer_that_keeps_it_waiting_does_not_keep_it_from_signs_of_life() throws Exception {
        AtomicInteger signs = new AtomicInteger();
        Row missing = row(1, Topics.events("probe", "Nowhere"));
        try (Courier courier = new Courier(kafka, Duration.ofSeconds(30))) {
            Delivery delivery = courier.deliver(List.of(missing), signs::incrementAndGet);

            assertThat(delivery.refused())
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Courier.NO_SUCH_TOPIC));
            assertThat(signs)
                    .as("one while the producer looks for the topic, one before Kafka is asked")
                    .hasValueGreaterThanOrEqualTo(2);
        }
    }

    /** It acknowledges nothing: one replica is too few for it. */
    private static String stalledTopic() {
        String topic = Topics.events("probe", "Stalled-" + UUID.randomUUID());
        Broker.makeTopic(topic, Map.of("min.insync.replicas", "2"));
        return topic;
    }

    private Row row(long id, String topic) {
        byte[] bytes = key.toString().getBytes(StandardCharsets.UTF_8);
        return new Row(id, key.toString(), new ProducerRecord<>(topic, bytes, new byte[] {1}));
    }
}
