package dev.mallbots.platform.messaging;

import dev.mallbots.platform.service.ShutdownDeadline;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Commits the offset before which every message is settled, in whatever order batches finish; after a short delay, so that many batches
 * share a commit.
 *
 * <p>SmallRye's own strategy of this kind, {@code throttled}, asks the broker for the committed offset at the first record of each
 * partition, behind the current poll: the first message after a start would wait for that poll to time out.
 */
final class SettledOffsets implements KafkaCommitHandler {

    private static final Logger LOG = Logger.getLogger(SettledOffsets.class);
    private static final Duration MOMENT = Duration.ofMillis(500);
    private static final Duration LAST_WORK = Duration.ofSeconds(10);

    /** Creates the handler for the channel whose {@code commit-strategy} is {@code settled}. */
    @ApplicationScoped
    @Identifier("settled")
    static class Factory implements KafkaCommitHandler.Factory {

        private final MeterRegistry metrics;
        private final ShutdownDeadline deadline;

        Factory(MeterRegistry metrics, ShutdownDeadline deadline) {
            this.metrics = metrics;
            this.deadline = deadline;
        }

        @Override
        public KafkaCommitHandler create(
                KafkaConnectorIncomingConfiguration config,
                Vertx vertx,
                KafkaConsumer<?, ?> consumer,
                BiConsumer<Throwable, Boolean> reportFailure) {
            SettledOffsets offsets = new SettledOffsets(vertx, consumer, deadline);
            metrics.gauge("inbox.stuck.seconds", offsets, SettledOffsets::stuckSeconds);
            return offsets;
        }
    }

    private final Vertx vertx;
    private final KafkaConsumer<?, ?> consumer;
    private final ShutdownDeadline deadline;

    /** The unsettled messages of a partition. */
    private static final class Progress {

        /** The last offset of each uncommitted batch, and whether the whole batch is settled. */
        private final NavigableMap<Long, Boolean> offsets = new TreeMap<>();

        /** The time at which the committed offset last moved, or at which messages arrived again. */
        private Instant movedAt = Instant.now();

        void add(long last) {
            if (offsets.isEmpty()) {
                movedAt = Instant.now();
            }
            offsets.put(last, false);
        }

        /** The offset after the last batch before which all are settled. */
        Optional<Long> settledUpTo() {
            Optional<Long> next = Optional.empty();
            for (Entry<Long, Boolean> batch : offsets.entrySet()) {
                if (!batch.getValue()) {
                    break;
                }
                next = Optional.of(batch.getKey() + 1);
            }
            return next;
        }

        void committed(long next) {
            offsets.headMap(next).clear();
            movedAt = Instant.now();
        }
    }

    private final Map<TopicPartition, Progress> inHand = new HashMap<>();

    private boolean commitIsDue;

    SettledOffsets(Vertx vertx, KafkaConsumer<?, ?> consumer, ShutdownDeadline deadline) {
        this.vertx = vertx;
        this.consumer = consumer;
        this.deadline = deadline;
    }

    @Override
    public synchronized <K, V> Uni<IncomingKafkaRecord<K, V>> received(IncomingKafkaRecord<K, V> record) {
        inHand.computeIfAbsent(partition(record), partition -> new Progress()).add(record.getOffset());
        return Uni.createFrom().item(record);
    }

    @Override
    public synchronized <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
        Progress progress = inHand.get(partition(record));
        // otherwise the partition has been reassigned; its new consumer gets the message again and finds it in the
        // inbox
        if (progress != null && progress.offsets.replace(record.getOffset(), true) != null) {
            notifyAll();
            commitSoon();
        }
        return Uni.createFrom().voidItem();
    }

    private void commitSoon() {
        if (!commitIsDue) {
            commitIsDue = true;
            vertx.setTimer(MOMENT.toMillis(), timer -> commit());
        }
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> settled;
        synchronized (this) {
            commitIsDue = false;
            settled = settledOf(inHand.keySet());
        }
        if (!settled.isEmpty()) {
            consumer.commit(settled).subscribe().with(done -> committed(settled), this::commitAgain);
        }
    }

    private synchronized void committed(Map<TopicPartition, OffsetAndMetadata> settled) {
        settled.forEach((partition, next) -> {
            Progress progress = inHand.get(partition);
            if (progress != null) {
                progress.committed(next.offset());
            }
        });
    }

    private synchronized void commitAgain(Throwable failure) {
        LOG.warnf("Offsets could not be committed, which is tried again: %s", failure.getMessage());
        commitSoon();
    }

    /**
     * The longest time for which the committed offset of a partition has not moved although messages of it are being handled.
     */
    private synchronized double stuckSeconds() {
        Instant now = Instant.now();
        return inHand.values().stream()
                .filter(progress -> !progress.offsets.isEmpty())
                .mapToDouble(progress -> Duration.between(progress.movedAt, now).toMillis() / 1000.0)
                .max()
                .orElse(0);
    }

    /** Called by Kafka on the polling thread, also when the consumer closes. */
    @Override
    public void partitionsRevoked(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> settled;
        synchronized (this) {
            settled = settledOf(partitions);
            inHand.keySet().removeAll(partitions);
            notifyAll();
        }
        if (!settled.isEmpty()) {
            consumer.unwrap().commitSync(settled, deadline.left(LAST_WORK));
        }
    }

    /** Gives the current messages some time to be settled; the consumer's close then commits their offsets. */
    @Override
    public synchronized void terminate(boolean graceful) {
        Instant giveUp = Instant.now().plus(deadline.left(LAST_WORK));
        try {
            while (graceful && isSomethingUnsettled() && Instant.now().isBefore(giveUp)) {
                wait(Math.max(1, Duration.between(Instant.now(), giveUp).toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSomethingUnsettled() {
        return inHand.values().stream().anyMatch(progress -> progress.offsets.containsValue(false));
    }

    private Map<TopicPartition, OffsetAndMetadata> settledOf(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> settled = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Optional.ofNullable(inHand.get(partition))
                    .flatMap(Progress::settledUpTo)
                    .ifPresent(next -> settled.put(partition, new OffsetAndMetadata(next)));
        }
        return settled;
    }

    private static TopicPartition partition(IncomingKafkaRecord<?, ?> record) {
        return new TopicPartition(record.getTopic(), record.getPartition());
    }
}
