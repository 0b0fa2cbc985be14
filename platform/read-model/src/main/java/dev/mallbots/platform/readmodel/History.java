package dev.mallbots.platform.readmodel;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** All messages of the service's topics, read from the first one by a consumer without a group. */
final class History implements AutoCloseable {

    /** The partitions of the history, and the offsets of the service's own consumer group. */
    @ApplicationScoped
    static class Topics {

        private final Map<String, Object> kafka;
        private final List<String> names;
        private final String group;

        Topics(
                @Identifier("default-kafka-broker") Map<String, Object> kafka,
                @ConfigProperty(name = "mp.messaging.incoming.inbox.topics") List<String> names,
                @ConfigProperty(name = "mp.messaging.incoming.inbox.group.id") String group) {
            this.kafka = kafka;
            this.names = names.stream().map(String::strip).toList();
            this.group = group;
        }

        History open() {
            return new History(kafka, names, group);
        }
    }

    private static final Duration POLL = Duration.ofMillis(100);

    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;
    private final String group;
    private final Map<TopicPartition, Long> beginnings;

    private History(Map<String, Object> kafka, List<String> topics, String group) {
        this.group = group;
        this.admin = Admin.create(kafka);
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // deleted messages must not be skipped silently
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        this.beginnings = consumer.beginningOffsets(partitions);
        beginnings.forEach(consumer::seek);
    }

    /** The missing parts of the history, if there are any: a copy made from the rest would be incomplete. */
    Optional<String> gap() {
        Set<String> gaps = new TreeSet<>();
        beginnings.forEach((partition, offset) -> {
            if (offset > 0) {
                gaps.add("%s begins at %d".formatted(partition, offset));
            }
        });
        Map<TopicPartition, Long> handled = handled();
        ends().forEach((partition, end) -> {
            if (handled.get(partition) > end) {
                gaps.add("%s ends at %d, and %d of it have been handled"
                        .formatted(partition, end, handled.get(partition)));
            }
        });
        compacted().forEach(topic -> gaps.add(topic + " is compacted"));
        return gaps.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", gaps));
    }

    private Set<String> compacted() {
        List<ConfigResource> topics = beginnings.keySet().stream()
                .map(TopicPartition::topic)
                .distinct()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<ConfigResource, Config> settings = get(admin.describeConfigs(topics).all());
        return settings.entrySet().stream()
                .filter(topic -> topic.getValue().get("cleanup.policy").value().contains("compact"))
                .map(topic -> topic.getKey().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The committed offsets of the service's own consumer group. */
    Map<TopicPartition, Long> handled() {
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return beginnings.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        beginning -> Math.max(
                                beginning.getValue(),
                                committed.containsKey(beginning.getKey()) && committed.get(beginning.getKey()) != null
                                        ? committed.get(beginning.getKey()).offset()
                                        : 0)));
    }

    /** The current end offsets. */
    Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(beginnings.keySet());
    }

    long total() {
        return between(beginnings, ends());
    }

    long read() {
        return between(beginnings, positions());
    }

    /** The number of messages before these offsets. */
    long leftTo(Map<TopicPartition, Long> limits) {
        return between(positions(), limits);
    }

    Map<TopicPartition, Long> positions() {
        return beginnings.keySet().stream().collect(Collectors.toMap(partition -> partition, consumer::position));
    }

    private static long between(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        return from.entrySet().stream()
                .mapToLong(start -> Math.max(0, to.get(start.getKey()) - start.getValue()))
                .sum();
    }

    /** The next messages before these offsets, a few hundred at most, in order within a partition. Empty if none arrived in time. */
    List<ConsumerRecord<byte[], byte[]>> nextBefore(Map<TopicPartition, Long> limits) {
        limits.forEach((partition, limit) -> {
            if (consumer.position(partition) < limit) {
                consumer.resume(Set.of(partition));
            } else {
                consumer.pause(Set.of(partition));
            }
        });
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        List<ConsumerRecord<byte[], byte[]>> next = new ArrayList<>(records.count());
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                if (record.offset() < limits.get(partition)) {
                    next.add(record);
                }
            }
            if (consumer.position(partition) > limits.get(partition)) {
                consumer.seek(partition, limits.get(partition));
            }
        }
        return next;
    }

    /** Continues at these offsets. */
    void goBackTo(Map<TopicPartition, Long> positions) {
        positions.forEach(consumer::seek);
    }

    private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("it was stopped", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
