package dev.mallbots.platform.messaging;

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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Commits the offset up to which everything is settled, in whatever order batches get there; a moment later, so that many
 * batches share a commit.
 *
 * <p>SmallRye's own strategy of this kind, {@code throttled}, asks the broker for the committed offset at the first record of
 * each partition, behind the poll that is in hand: the first message after a start would wait for that poll to time out.
 */
final class SettledOffsets implements KafkaCommitHandler {

    private static final Logger LOG = Logger.getLogger(SettledOffsets.class);
    private static final Duration MOMENT = Duration.ofMillis(500);
    private static final Duration LAST_WORK = Duration.ofSeconds(10);

    /** Makes one for the channel whose {@code commit-strategy} is {@code settled}. */
    @ApplicationScoped
    @Identifier("settled")
    static class Factory implements KafkaCommitHandler.Factory {
        @Override
        public KafkaCommitHandler create(
                KafkaConnectorIncomingConfiguration config,
                Vertx vertx,
                KafkaConsumer<?, ?> consumer,
                BiConsumer<Throwable, Boolean> reportFailure) {
            return new SettledOffsets(vertx, consumer);
        }
    }

    private final Vertx vertx;
    private final KafkaConsumer<?, ?> consumer;

    /** What is in hand: by partition the last offset of each batch, and whether all of it is settled. */
    private final Map<TopicPartition, NavigableMap<Long, Boolean>> inHand = new HashMap<>();

    private boolean commitIsDue;

    SettledOffsets(Vertx vertx, KafkaConsumer<?, ?> consumer) {
        this.vertx = vertx;
        this.consumer = consumer;
    }

    @Override
    public synchronized <K, V> Uni<IncomingKafkaRecord<K, V>> received(IncomingKafkaRecord<K, V> record) {
        inHand.computeIfAbsent(partition(record), partition -> new TreeMap<>()).put(record.getOffset(), false);
        return Uni.createFrom().item(record);
    }

    @Override
    public synchronized <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
        NavigableMap<Long, Boolean> offsets = inHand.get(partition(record));
        // otherwise the partition is somebody else's by now, who gets the message again and finds it in the inbox
        if (offsets != null && offsets.replace(record.getOffset(), true) != null) {
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
            settled = takeSettled(Set.copyOf(inHand.keySet()));
        }
        if (!settled.isEmpty()) {
            consumer.commit(settled).subscribe().with(done -> {}, failure -> commitAgain(settled, failure));
        }
    }

    private synchronized void commitAgain(Map<TopicPartition, OffsetAndMetadata> settled, Throwable failure) {
        LOG.warnf("Offsets could not be committed, which is tried again: %s", failure.getMessage());
        settled.forEach((partition, next) ->
                inHand.computeIfPresent(partition, (same, offsets) -> withSettled(offsets, next.offset() - 1)));
        commitSoon();
    }

    private static NavigableMap<Long, Boolean> withSettled(NavigableMap<Long, Boolean> offsets, long last) {
        offsets.put(last, true);
        return offsets;
    }

    /** Called by Kafka on the thread that polls, also when the consumer closes. */
    @Override
    public void partitionsRevoked(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> settled;
        synchronized (this) {
            settled = takeSettled(partitions);
            inHand.keySet().removeAll(partitions);
            notifyAll();
        }
        if (!settled.isEmpty()) {
            consumer.unwrap().commitSync(settled);
        }
    }

    /** Gives what is in hand some time to be settled; the consumer's close then commits it. */
    @Override
    public synchronized void terminate(boolean graceful) {
        Instant giveUp = Instant.now().plus(LAST_WORK);
        try {
            while (graceful && isSomethingUnsettled() && Instant.now().isBefore(giveUp)) {
                wait(Math.max(1, Duration.between(Instant.now(), giveUp).toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSomethingUnsettled() {
        return inHand.values().stream().anyMatch(offsets -> offsets.containsValue(false));
    }

    private Map<TopicPartition, OffsetAndMetadata> takeSettled(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> settled = new HashMap<>();
        for (TopicPartition partition : partitions) {
            NavigableMap<Long, Boolean> offsets = inHand.getOrDefault(partition, new TreeMap<>());
            for (Entry<Long, Boolean> first = offsets.firstEntry();
                    first != null && first.getValue();
                    first = offsets.firstEntry()) {
                settled.put(partition, new OffsetAndMetadata(first.getKey() + 1));
                offsets.pollFirstEntry();
            }
        }
        return settled;
    }

    private static TopicPartition partition(IncomingKafkaRecord<?, ?> record) {
        return new TopicPartition(record.getTopic(), record.getPartition());
    }
}
