package dev.mallbots.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("starts-processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class LocalKafkaTest {

    private static final Path HOME = Path.of("target/kafka-test").toAbsolutePath();

    @Test
    void the_topics_of_the_catalogue_exist_after_a_start_and_after_a_restart() throws Exception {
        Folders.deleteContents(HOME);
        LocalKafka first = start(List.of("# a comment", "", "one", "two partitions=1 cleanup.policy=compact"));
        first.stop();
        LocalKafka second = start(List.of("one", "two partitions=1", "three"));

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", second.bootstrapServers()))) {
            Map<String, TopicDescription> topics = admin.describeTopics(List.of("one", "two", "three"))
                    .allTopicNames()
                    .get();
            assertThat(topics.get("one").partitions()).hasSize(3);
            assertThat(topics.get("two").partitions()).hasSize(1);
            ConfigResource two = new ConfigResource(ConfigResource.Type.TOPIC, "two");
            var settings = admin.describeConfigs(List.of(two)).all().get().get(two);
            assertThat(settings.get("cleanup.policy").value()).isEqualTo("compact");
            assertThat(settings.get("retention.ms").value()).isEqualTo("-1");
        } finally {
            second.stop();
        }
    }

    private static LocalKafka start(List<String> topics) {
        return LocalKafka.start(
                HOME.resolve("data"), Ports.free(1).getFirst(), topics, List.of(), HOME.resolve("log"), Lifetime.TIED);
    }
}
