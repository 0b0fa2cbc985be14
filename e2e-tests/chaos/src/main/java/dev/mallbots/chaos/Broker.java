package dev.mallbots.chaos;

import dev.mallbots.deployments.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Kafka from an operator's point of view. */
final class Broker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Deployment deployment;
    private final Admin admin;

    Broker(Deployment deployment) {
        this.deployment = deployment;
        this.admin = Admin.create(
                deployment.kafkaSettings(Map.of("default.api.timeout.ms", "10000", "request.timeout.ms", "5000")));
    }

    /**
     * A consumer group.
     *
     * @param state in Kafka's words: stable, or rebalancing
     * @param partitions the partitions assigned to its members
     */
    record Group(String state, int members, Set<TopicPartition> partitions) {}

    Group group(String name) throws ExecutionException, InterruptedException {
        ConsumerGroupDescription description =
                admin.describeConsumerGroups(List.of(name)).all().get().get(name);
        return new Group(
                description.groupState().toString().toLowerCase(),
                description.members().size(),
                description.members().stream()
                        .flatMap(member -> member.assignment().topicPartitions().stream())
                        .collect(Collectors.toSet()));
    }

    /** The partitions assigned to a group's members; empty during a rebalance. */
    Set<TopicPartition> partitionsOf(String group) throws ExecutionException, InterruptedException {
        return group(group).partitions();
    }

    /** A group's lag in these partitions. */
    long lag(String group, Set<TopicPartition> partitions) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> settled = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : ends(partitions).entrySet()) {
            OffsetAndMetadata offset = settled.get(end.getKey());
            lag += end.getValue() - (offset == null ? 0 : offset.offset());
        }
        return lag;
    }

    private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    /** All records of these topics from the start to their current end. */
    List<Said> read(List<String> topics) {
        try (var consumer = new KafkaConsumer<>(
                deployment.kafkaSettings(Map.of("auto.offset.reset", "earliest")),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition())))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Set<TopicPartition> open = new HashSet<>(partitions);
            List<Said> said = new ArrayList<>();
            Instant giveUp = Instant.now().plus(PATIENCE);
            while (!open.isEmpty()) {
                if (Instant.now().isAfter(giveUp)) {
                    throw new IllegalStateException("could not read to the end of " + open);
                }
                consumer.poll(Duration.ofMillis(200)).forEach(record -> said.add(Said.of(record)));
                open.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
            }
            return said;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
