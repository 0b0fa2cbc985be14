package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.messaging.ReceivedMessage.Readable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.pgclient.PgException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** A lane's messages are handled in order, whatever fails, and no message is acknowledged before it is settled. */
class LanesTest {

    /** The failures of a message's attempts; after the last one it is handled without a failure. */
    private record Fate(List<Optional<Run>> runs, boolean unreadable) {

        static final Fate FINE = new Fate(List.of(), false);
        static final Fate UNREADABLE_ENVELOPE = new Fate(List.of(), true);

        @SafeVarargs
        static Fate failing(Optional<Run>... runs) {
            return new Fate(List.of(runs), false);
        }

        static Fate always(Run run) {
            return new Fate(Collections.nCopies(20, Optional.of(run)), false);
        }

        Optional<Run> at(int run) {
            return run < runs.size() ? runs.get(run) : Optional.empty();
        }
    }

    /** The ways in which an attempt fails. */
    private enum Run {
        UNREADABLE_PAYLOAD,
        BUG,
        REFUSED,
        DEADLOCK,
        DATABASE_AWAY,
        REFUSED_AT_COMMIT,
        LOCKED_AT_WRITE,
        NO_END
    }

    @Test
    void a_message_that_is_set_aside_when_its_batch_is_split_is_not_overtaken() {
        Service service = new Service();
        service.willCome(
                "A",
                Fate.failing(
                        Optional.empty(),
                        Optional.of(Run.DEADLOCK),
                        Optional.of(Run.DEADLOCK),
                        Optional.of(Run.DEADLOCK),
                        Optional.of(Run.DEADLOCK)));
        service.willCome("B", Fate.always(Run.UNREADABLE_PAYLOAD));
        service.willCome("A", Fate.FINE);

        service.takeAll(3);

        service.assertThatOrderWasKept();
    }

    @Test
    void a_message_that_is_set_aside_when_its_batch_is_halved_is_not_overtaken() {
        Service service = new Service();
        service.willCome("A", new Fate(Collections.nCopies(4, Optional.of(Run.REFUSED_AT_COMMIT)), false));
        service.willCome("A", Fate.FINE);

        service.takeAll(2);

        service.assertThatOrderWasKept();
    }

    @Test
    void a_message_that_waits_for_a_lock_when_its_batch_is_written_holds_up_no_other_lane() {
        Service service = new Service();
        service.willCome("A", new Fate(Collections.nCopies(5, Optional.of(Run.LOCKED_AT_WRITE)), false));
        service.willCome("B", Fate.FINE);
        service.willCome("C", Fate.FINE);

        service.takeAll(3);

        service.assertThatOrderWasKept();
        assertThat(service.settled).last().isEqualTo(0L);
    }

    @Test
    void a_message_without_an_envelope_is_stored_after_earlier_and_before_later_ones_of_its_lane() {
        Service service = new Service();
        service.willCome("A", Fate.failing(Optional.of(Run.DEADLOCK), Optional.of(Run.DEADLOCK)));
        service.willCome("A", Fate.UNREADABLE_ENVELOPE);
        service.willCome("A", Fate.FINE);

        service.takeAll(3);

        service.assertThatOrderWasKept();
    }

    @RepeatedTest(40)
    void a_lane_keeps_its_order_whatever_fails(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Service service = new Service();
        int keys = 2 + random.nextInt(10);
        for (int i = 0; i < 150; i++) {
            service.willCome("key " + random.nextInt(keys), anyFate(random));
        }

        service.takeAll(random.ints(1, 40).iterator()::nextInt);

        service.assertThatOrderWasKept();
    }

    private static Fate anyFate(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> Fate.UNREADABLE_ENVELOPE;
            case 1 -> Fate.always(Run.UNREADABLE_PAYLOAD);
            case 2 -> Fate.always(Run.BUG);
            case 3 -> Fate.always(Run.REFUSED);
            case 4 -> Fate.always(Run.REFUSED_AT_COMMIT);
            case 5, 6, 7 ->
                new Fate(
                        random.ints(1 + random.nextInt(4), 0, 2 * Run.values().length)
                                .mapToObj(i ->
                                        i < Run.values().length ? Optional.of(Run.values()[i]) : Optional.<Run>empty())
                                .toList(),
                        false);
            default -> Fate.FINE;
        };
    }

    /** A consumer, the content of its topic, and a database in memory that checks the order. */
    private static final class Service {

        private final List<ConsumerRecord<byte[], byte[]>> topic = new ArrayList<>();
        private final List<Fate> fates = new ArrayList<>();
        private final Map<Long, Integer> runs = new HashMap<>();
        private final Set<Long> settled = new LinkedHashSet<>();
        private final List<String> wrong = new ArrayList<>();
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final MessageConsumer consumer = new MessageConsumer(
                new Handling(), new Letters(), new SimpleMeterRegistry(), Duration.ofMillis(1), Duration.ZERO);
        private int batches;

        void willCome(String key, Fate fate) {
            var message =
                    new ConsumerRecord<>("topic", 0, topic.size(), key.getBytes(StandardCharsets.UTF_8), new byte[0]);
            if (!fate.unreadable()) {
                Map.of(
                                Envelope.ID, UUID.randomUUID().toString(),
                                Envelope.TYPE, "type",
                                Envelope.SOURCE, "/services/test")
                        .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            }
            topic.add(message);
            fates.add(fate);
        }

        void takeAll(int batchSize) {
            takeAll(() -> batchSize);
        }

        void takeAll(IntSupplier batchSize) {
            for (int from = 0; from < topic.size(); batches++) {
                int to = Math.min(topic.size(), from + batchSize.getAsInt());
                List<ConsumerRecord<byte[], byte[]>> batch = topic.subList(from, to);
                consumer.take(batch, () -> acknowledge(batch)).await().atMost(Duration.ofSeconds(30));
                from = to;
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.get() == batches);
        }

        private synchronized CompletableFuture<Void> acknowledge(List<ConsumerRecord<byte[], byte[]>> batch) {
            batch.stream()
                    .filter(message -> !settled.contains(message.offset()))
                    .forEach(message -> wrong.add(message.offset() + " is acknowledged and not settled"));
            acknowledged.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        }

        synchronized void assertThatOrderWasKept() {
            assertThat(wrong).isEmpty();
            assertThat(settled).hasSize(topic.size());
        }

        /** Like the real one, all or nothing. */
        private synchronized Void transaction(List<Readable> messages) {
            Set<Long> done = new HashSet<>();
            for (Readable message : messages) {
                long offset = message.record().offset();
                if (settled.contains(offset)) {
                    continue;
                }
                hasItsTurn(message, done);
                Optional<Run> run = fates.get((int) offset).at(runs.merge(offset, 1, Integer::sum) - 1);
                if (run.isPresent()) {
                    throw failure(message, run.get());
                }
                done.add(offset);
            }
            settled.addAll(done);
            return null;
        }

        private synchronized void hasItsTurn(ReceivedMessage message, Set<Long> doneBefore) {
            topic.stream()
                    .filter(other -> Arrays.equals(other.key(), message.record().key()))
                    .map(ConsumerRecord::offset)
                    .filter(offset -> offset < message.record().offset())
                    .filter(offset -> !settled.contains(offset) && !doneBefore.contains(offset))
                    .forEach(offset -> wrong.add(message.record().offset() + " has overtaken " + offset));
        }

        private static RuntimeException failure(Readable message, Run run) {
            return switch (run) {
                case UNREADABLE_PAYLOAD -> failed(message, new MessageHandling.UnreadablePayload("no such type"));
                case BUG -> failed(message, new IllegalStateException("a bug"));
                case REFUSED -> failed(message, new Conflict("not now"));
                case DEADLOCK -> failed(message, new PgException("deadlock detected", "ERROR", "40P01", ""));
                case DATABASE_AWAY -> failed(message, new PgException("shutting down", "FATAL", "57P01", ""));
                case REFUSED_AT_COMMIT -> new PgException("a deferred constraint", "ERROR", "23503", "");
                case LOCKED_AT_WRITE -> new PgException("lock timeout", "ERROR", "55P03", "");
                case NO_END -> new Transactions.TookTooLong(Duration.ZERO);
            };
        }

        private static RuntimeException failed(Readable message, Throwable cause) {
            return new MessageHandling.HandlerFailed(message, cause);
        }

        private final class Handling extends MessageHandling {
            Handling() {
                super(List.of(), List.of(), null, null, null, null, null);
            }

            @Override
            boolean isWanted(Readable message) {
                return true;
            }

            @Override
            boolean isCommand(Readable message) {
                return false;
            }

            @Override
            Uni<Void> handle(List<Readable> messages) {
                return Uni.createFrom()
                        .item(() -> transaction(messages))
                        .runSubscriptionOn(Infrastructure.getDefaultExecutor());
            }
        }

        private final class Letters extends DeadLetters {
            Letters() {
                super(null, null, null, "test");
            }

            @Override
            Uni<Void> keep(ReceivedMessage message, String error, Tries tries) {
                return Uni.createFrom()
                        .item(() -> {
                            synchronized (Service.this) {
                                hasItsTurn(message, Set.of());
                                settled.add(message.record().offset());
                            }
                            return (Void) null;
                        })
                        .runSubscriptionOn(Infrastructure.getDefaultExecutor());
            }
        }
    }
}
