package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    /** A batch that is being handled until the test ends it. */
    private record Batch(
            List<Long> offsets, Supplier<CompletionStage<Void>> acknowledge, CompletableFuture<Void> handled) {}

    private final List<Batch> batches = new CopyOnWriteArrayList<>();
    private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
    private final Arrivals arrivals = new Arrivals(this::take, Duration.ZERO);

    @Test
    void what_arrives_during_a_batch_is_the_next_batch() {
        poll(1);
        poll(2, 3);
        poll(4);
        assertThat(batches).extracting(Batch::offsets).containsExactly(List.of(1L));

        batches.getFirst().handled().complete(null);

        assertThat(batches).extracting(Batch::offsets).containsExactly(List.of(1L), List.of(2L, 3L, 4L));
    }

    @Test
    void a_message_that_arrives_after_the_last_batch_is_handled_at_once() {
        poll(1);
        batches.getFirst().handled().complete(null);
        poll(2);

        assertThat(batches).extracting(Batch::offsets).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void a_batch_that_failed_is_handled_again_before_the_next_one() {
        poll(1);
        poll(2);
        batches.getFirst().handled().completeExceptionally(new IllegalStateException("a fault in the handler"));
        await().until(() -> batches.size() == 2);
        batches.getLast().handled().complete(null);

        await().untilAsserted(() ->
                assertThat(batches).extracting(Batch::offsets).containsExactly(List.of(1L), List.of(1L), List.of(2L)));
    }

    @Test
    void every_poll_of_a_batch_is_acknowledged_when_the_batch_is_settled() {
        poll(1);
        poll(2, 3);
        poll(4);
        batches.getFirst().handled().complete(null);
        assertThat(acknowledged).isEmpty();

        batches.getLast().acknowledge().get();

        assertThat(acknowledged).containsExactly(3L, 4L);
    }

    @Test
    void when_it_is_full_the_next_poll_waits_until_a_batch_has_begun() {
        poll(1);
        long[] many = IntStream.range(2, 2 + Arrivals.FULL).asLongStream().toArray();
        CompletableFuture<Void> room = poll(many);
        assertThat(room).isNotDone();

        batches.getFirst().handled().complete(null);

        assertThat(room).isDone();
        assertThat(batches.getLast().offsets()).hasSize(Arrivals.FULL);
    }

    @Test
    void a_few_large_messages_fill_it_too() {
        poll(1);
        CompletableFuture<Void> room = add(List.of(record(2, (int) Arrivals.FULL_BYTES)));

        assertThat(room).isNotDone();
    }

    @Test
    void the_first_message_of_a_follower_waits_for_company() {
        var follower = new Arrivals(this::take, Duration.ofMillis(200));
        follower.add(List.of(record(1, 10)), () -> null).subscribe().asCompletionStage();
        follower.add(List.of(record(2, 10)), () -> null).subscribe().asCompletionStage();

        await().until(() -> !batches.isEmpty());

        assertThat(batches).extracting(Batch::offsets).containsExactly(List.of(1L, 2L));
    }

    private Uni<Void> take(List<ConsumerRecord<byte[], byte[]>> records, Supplier<CompletionStage<Void>> acknowledge) {
        var batch = new Batch(
                records.stream().map(ConsumerRecord::offset).toList(), acknowledge, new CompletableFuture<>());
        batches.add(batch);
        return Uni.createFrom().completionStage(batch.handled());
    }

    private CompletableFuture<Void> poll(long... offsets) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset : offsets) {
            records.add(record(offset, 10));
        }
        return add(records);
    }

    private CompletableFuture<Void> add(List<ConsumerRecord<byte[], byte[]>> records) {
        long last = records.getLast().offset();
        return arrivals.add(records, () -> {
                    acknowledged.add(last);
                    return CompletableFuture.completedFuture(null);
                })
                .subscribe()
                .asCompletionStage();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, int size) {
        return new ConsumerRecord<>(
                "topic",
                0,
                offset,
                0,
                org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                0,
                size,
                new byte[0],
                new byte[0],
                new org.apache.kafka.common.header.internals.RecordHeaders(),
                java.util.Optional.empty());
    }
}
