package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.messaging.Courier.Delivery;
import dev.mallbots.platform.messaging.OutboxRows.Row;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The result of messages for a missing topic. */
@QuarkusTest
class CourierTest extends ProbeTest {

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Test
    void a_blocking_producer_does_not_prevent_signs_of_life() throws Exception {
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

    private Row row(long id, String topic) {
        byte[] bytes = key.toString().getBytes(StandardCharsets.UTF_8);
        return new Row(id, key.toString(), "mall.Note", new ProducerRecord<>(topic, bytes, new byte[] {1}));
    }
}
