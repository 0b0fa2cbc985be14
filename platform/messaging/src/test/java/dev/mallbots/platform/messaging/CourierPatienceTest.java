package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.messaging.Courier.Delivery;
import dev.mallbots.platform.messaging.OutboxRows.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The relay's time limit for a slow Kafka. Kafka's own test producer acknowledges here, because a broker can't be told when to. */
class CourierPatienceTest {

    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final Duration SIGN_OF_LIFE = Duration.ofMillis(300);

    private final SlowKafka kafka = new SlowKafka();
    private final Courier courier = new Courier(Map.of(), kafka, PATIENCE, SIGN_OF_LIFE);

    @Test
    void acknowledged_messages_are_known_although_kafka_does_not_answer_for_another() throws Exception {
        Row first = row(1);
        Row last = row(2);
        Row silent = row(3);

        Delivery delivery = courier.deliver(List.of(first, last, silent), kafka.acknowledging(2));

        assertThat(delivery.acknowledged()).containsExactly(first, last);
        assertThat(delivery.failure()).isPresent();
    }

    @Test
    void every_acknowledgement_restarts_the_time_limit() throws Exception {
        List<Row> rows = List.of(row(1), row(2), row(3), row(4));

        // one at each sign of life: together they take longer than the time limit
        Delivery delivery = courier.deliver(rows, kafka.acknowledging(rows.size()));

        assertThat(delivery.failure()).isEmpty();
        assertThat(delivery.acknowledged()).isEqualTo(rows);
    }

    private static Row row(long id) {
        return new Row(
                id, "key", "mall.Note", new ProducerRecord<>("mallbots.probe.events.Note", new byte[] {1}, new byte[] {1
                }));
    }

    private static final class SlowKafka extends MockProducer<byte[], byte[]> {

        private int left;

        SlowKafka() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        /** One message at each sign of life, up to this number. */
        Courier.SignOfLife acknowledging(int count) {
            left = count;
            return () -> {
                if (left > 0) {
                    left--;
                    completeNext();
                }
            };
        }

        /** A real one waits for the broker, too. */
        @Override
        public synchronized void flush() {}
    }
}
