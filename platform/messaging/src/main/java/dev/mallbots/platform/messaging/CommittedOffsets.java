package dev.mallbots.platform.messaging;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The committed offsets of this service's consumer group, at which a new consumer starts. */
@ApplicationScoped
class CommittedOffsets {

    private final Map<String, Object> kafka;
    private final String group;
    private final boolean listens;

    CommittedOffsets(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "mp.messaging.incoming.inbox.group.id") String group,
            @ConfigProperty(name = "mp.messaging.incoming.inbox.enabled", defaultValue = "true") boolean listens) {
        this.kafka = kafka;
        this.group = group;
        this.listens = listens;
    }

    /** Fails if Kafka does not answer. Partitions without a committed offset are left out. */
    Uni<Map<TopicPartition, Long>> now() {
        return listens
                ? Uni.createFrom().item(this::ask).runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                : Uni.createFrom().item(Map.of());
    }

    private Map<TopicPartition, Long> ask() {
        try (Admin admin = Admin.create(kafka)) {
            Map<TopicPartition, Long> committed = new HashMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> put(committed, partition, offset));
            return committed;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka does not say how far group " + group + " has come: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("it was stopped", e);
        }
    }

    private static void put(Map<TopicPartition, Long> committed, TopicPartition partition, OffsetAndMetadata offset) {
        if (offset != null) {
            committed.put(partition, offset.offset());
        }
    }
}
