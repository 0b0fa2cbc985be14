package dev.mallbots.platform.messaging;

import static dev.mallbots.platform.messaging.Probe.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.service.Pruning;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Old rows are pruned. */
@QuarkusTest
class OldMessagesTest extends ProbeTest {

    @Inject
    Pruning pruning;

    @Inject
    CommittedOffsets offsets;

    @Test
    void old_rows_are_pruned_and_young_ones_stay() throws SQLException {
        UUID old = Ids.next();
        UUID young = Ids.next();
        database.execute(
                "insert into inbox values ('%s', now() - interval '15 days'), ('%s', now() - interval '13 days')"
                        .formatted(old, young));

        pruning.prune().await().atMost(Duration.ofSeconds(20));

        assertThat(database.count("inbox where message_id in ('%s')".formatted(old)))
                .isZero();
        assertThat(database.count("inbox where message_id in ('%s')".formatted(young)))
                .isEqualTo(1);
    }

    @Test
    void a_row_whose_message_kafka_could_deliver_again_stays_whatever_its_age() throws SQLException {
        topics.publish(NOTES, key, StringValue.of("settled"));
        ConsumerRecord<String, byte[]> settled = topics.raw(NOTES, key).getFirst();
        TopicPartition partition = new TopicPartition(settled.topic(), settled.partition());
        await().until(() -> committed().getOrDefault(partition, 0L) > settled.offset());
        UUID behind = old(partition, settled.offset());
        UUID ahead = old(partition, settled.offset() + 1_000_000);
        UUID unheardOf = old(new TopicPartition(settled.topic(), 99), 0);

        pruning.prune().await().atMost(Duration.ofSeconds(20));

        assertThat(database.count("inbox where message_id = '%s'".formatted(behind)))
                .isZero();
        assertThat(database.count("inbox where message_id in ('%s', '%s')".formatted(ahead, unheardOf)))
                .isEqualTo(2);
    }

    private Map<TopicPartition, Long> committed() {
        return offsets.now().await().atMost(Duration.ofSeconds(20));
    }

    private UUID old(TopicPartition partition, long offset) throws SQLException {
        UUID id = Ids.next();
        database.execute("""
                insert into inbox (message_id, received_at, topic, partition, "offset")
                values ('%s', now() - interval '15 days', '%s', %d, %d)
                """.formatted(id, partition.topic(), partition.partition(), offset));
        return id;
    }

    @Test
    void a_locked_old_row_delays_no_transaction_and_is_pruned_later() throws SQLException {
        UUID locked = Ids.next();
        UUID free = Ids.next();
        database.execute(
                "insert into inbox values ('%s', now() - interval '15 days'), ('%s', now() - interval '15 days')"
                        .formatted(locked, free));
        try (var other = database.connection();
                var lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("select from inbox where message_id = '%s' for update".formatted(locked));
            pruning.prune().await().atMost(Duration.ofSeconds(20));
            assertThat(database.count("inbox where message_id in ('%s')".formatted(free)))
                    .isZero();
            other.rollback();
        }
        assertThat(database.count("inbox where message_id in ('%s')".formatted(locked)))
                .isEqualTo(1);

        pruning.prune().await().atMost(Duration.ofSeconds(20));
        assertThat(database.count("inbox where message_id in ('%s')".formatted(locked)))
                .isZero();
    }

    @Test
    void old_rows_are_pruned_in_as_many_batches_as_necessary() throws SQLException {
        database.execute(
                "insert into inbox select gen_random_uuid(), now() - interval '15 days' from generate_series(1, 2500)");

        pruning.prune().await().atMost(Duration.ofSeconds(20));

        assertThat(database.count("inbox where received_at < now() - interval '14 days' and topic is null"))
                .isZero();
    }
}
