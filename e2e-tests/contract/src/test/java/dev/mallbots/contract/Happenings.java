package dev.mallbots.contract;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** Counts the messages on all topics, because every change in the mall is published. */
final class Happenings implements AutoCloseable {

    private final Admin kafka;

    /** @param settings the client settings of the mall's Kafka */
    Happenings(Map<String, Object> settings) {
        kafka = Admin.create(settings);
    }

    /** @param byTopic the number of messages so far */
    record Counts(Map<String, Long> byTopic) {

        Counts withOneMoreOf(String aggregate) {
            Map<String, Long> more = new TreeMap<>(byTopic);
            more.computeIfPresent(topicOf(aggregate), (topic, count) -> count + 1);
            return new Counts(more);
        }

        private String topicOf(String aggregate) {
            return byTopic.keySet().stream()
                    .filter(topic -> topic.endsWith(".events." + aggregate))
                    .findFirst()
                    .orElseThrow();
        }
    }

    Counts counts() {
        try {
            Map<TopicPartition, OffsetSpec> ends =
                    kafka.describeTopics(kafka.listTopics().names().get()).allTopicNames().get().values().stream()
                            .flatMap(topic -> topic.partitions().stream()
                                    .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
            return new Counts(kafka.listOffsets(ends).all().get().entrySet().stream()
                    .filter(end -> end.getKey().topic().startsWith("mallbots."))
                    .collect(Collectors.groupingBy(
                            end -> end.getKey().topic(), TreeMap::new, Collectors.summingLong(Happenings::offset))));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long offset(Map.Entry<TopicPartition, ListOffsetsResultInfo> end) {
        return end.getValue().offset();
    }

    /** Waits until everything before has been published. */
    void awaitQuiet() {
        Counts[] last = {null};
        Awaitility.await("quiet").pollInterval(java.time.Duration.ofSeconds(2)).until(() -> {
            Counts now = counts();
            boolean quiet = now.equals(last[0]);
            last[0] = now;
            return quiet;
        });
    }

    /** Makes a valid change and waits for its message, after which all earlier changes have been published too. */
    Counts countsAfterOneMore(String store) {
        Counts before = counts();
        Mall.get().must("PUT", "/api/stores/%s/rebrand".formatted(store), "{\"name\": \"A new name\"}");
        Awaitility.await("the new name is told").until(() -> !counts().equals(before));
        awaitQuiet();
        return counts();
    }

    @Override
    public void close() {
        kafka.close();
    }
}
