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

/** How much has happened in the mall: whatever changes anything is told on a topic. */
final class Happenings implements AutoCloseable {

    private final Admin kafka;

    /** @param settings of the mall's Kafka */
    Happenings(Map<String, Object> settings) {
        kafka = Admin.create(settings);
    }

    /** @param byTopic how many messages there have been */
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

    /** Until what was begun before has been told. */
    void awaitQuiet() {
        Counts[] last = {null};
        Awaitility.await("quiet").pollInterval(java.time.Duration.ofSeconds(2)).until(() -> {
            Counts now = counts();
            boolean quiet = now.equals(last[0]);
            last[0] = now;
            return quiet;
        });
    }

    /** Has something happen that makes sense, and waits until it is told: by then everything before it has been, too. */
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
