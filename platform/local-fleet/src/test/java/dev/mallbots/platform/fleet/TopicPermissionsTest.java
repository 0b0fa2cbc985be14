package dev.mallbots.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.fleet.TopicPermission.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The rule, and its result for the services of this repository, compared with docs/event-catalogue.md. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TopicPermissionsTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Project PROJECT = new Project(ROOT);
    private static final Pattern EVENTS =
            Pattern.compile("Topic `(mallbots\\..+\\.events\\..+)`, emitted by (.+?)\\..*");
    private static final Pattern COMMANDS = Pattern.compile("\\| .+ \\| `(mallbots\\..+\\.commands)` \\|.*");

    @Test
    void a_service_writes_its_own_events_and_dead_letters_and_reads_the_topics_it_consumes() {
        List<String> topics = List.of(
                "mallbots.a.events.One", "mallbots.a.dead-letters", "mallbots.b.events.Two", "mallbots.b.dead-letters");

        assertThat(TopicPermissions.of(topics, Map.of("a", List.of("mallbots.b.events.Two"))))
                .containsExactly(
                        new TopicPermission("a", Right.WRITE, "mallbots.a.events.One"),
                        new TopicPermission("a", Right.WRITE, "mallbots.a.dead-letters"),
                        new TopicPermission("a", Right.READ, "mallbots.b.events.Two"));
    }

    @Test
    void a_consumer_of_its_commands_may_reply_and_a_consumer_of_its_replies_may_command() {
        List<String> topics = List.of("mallbots.a.commands", "mallbots.saga.replies");

        assertThat(TopicPermissions.of(topics, Map.of("a", List.of("mallbots.a.commands"))))
                .containsExactly(
                        new TopicPermission("a", Right.WRITE, "mallbots.saga.replies"),
                        new TopicPermission("a", Right.READ, "mallbots.a.commands"));
        assertThat(TopicPermissions.of(topics, Map.of("saga", List.of("mallbots.saga.replies"))))
                .containsExactly(
                        new TopicPermission("saga", Right.WRITE, "mallbots.a.commands"),
                        new TopicPermission("saga", Right.READ, "mallbots.saga.replies"));
    }

    @Test
    void a_consumer_of_another_services_commands_or_replies_may_neither_reply_nor_command() {
        List<String> topics =
                List.of("mallbots.a.commands", "mallbots.saga.replies", "mallbots.saga.eventsOf", "other");

        assertThat(TopicPermissions.of(topics, Map.of("spy", List.of("mallbots.a.commands", "mallbots.saga.replies"))))
                .extracting(TopicPermission::right)
                .containsOnly(Right.READ);
    }

    @Test
    void every_topic_is_written_only_by_the_service_that_the_event_catalogue_names() throws IOException {
        Map<String, Set<String>> writers = new HashMap<>();
        String heading = "";
        Set<String> commanded = new TreeSet<>();
        for (String line : catalogue()) {
            heading = line.startsWith("## ") ? line.substring(3) : heading;
            Matcher events = EVENTS.matcher(line);
            if (events.matches()) {
                writers.put(events.group(1), Set.of(events.group(2)));
            }
            Matcher commands = COMMANDS.matcher(line);
            if (commands.matches()) {
                assertThat(heading).isEqualTo("Commands");
                writers.put(commands.group(1), Set.of("order-saga"));
                commanded.addAll(consumers(line));
            }
        }
        writers.put("mallbots.order-saga.replies", commanded);
        for (String topic : topics()) {
            if (topic.endsWith(".dead-letters")) {
                writers.put(topic, Set.of(topic.split("\\.")[1]));
            }
        }

        assertThat(allowed(Right.WRITE)).isEqualTo(writers).containsOnlyKeys(topics());
    }

    @Test
    void every_topic_is_read_only_by_the_services_that_consume_its_messages() throws IOException {
        Map<String, Set<String>> readers = new TreeMap<>();
        String topic = "";
        for (String line : catalogue()) {
            Matcher named = Pattern.compile("Topic `(mallbots\\.[^<`]+)`.*").matcher(line);
            Matcher command = COMMANDS.matcher(line);
            if (line.startsWith("## ")) {
                topic = "";
            } else if (named.matches()) {
                topic = named.group(1);
            } else if (command.matches()) {
                readers.computeIfAbsent(command.group(1), any -> new TreeSet<>())
                        .addAll(consumers(line));
            } else if (!topic.isEmpty() && line.startsWith("| ") && !line.startsWith("| ---") && !isHead(line)) {
                readers.computeIfAbsent(topic, any -> new TreeSet<>()).addAll(consumers(line));
            }
        }

        assertThat(allowed(Right.READ)).isEqualTo(readers);
        assertThat(topics()).containsAll(readers.keySet());
    }

    @Test
    void a_service_without_messages_has_no_permissions() {
        assertThat(PROJECT.permissions()).extracting(TopicPermission::service).doesNotContain("gateway", "issuer");
    }

    private static boolean isHead(String line) {
        return line.endsWith("| consumed by |");
    }

    /** The last column. */
    private static Set<String> consumers(String line) {
        String[] columns = line.split("\\|");
        return Stream.of(columns[columns.length - 1].split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<String>> allowed(Right right) {
        return PROJECT.permissions().stream()
                .filter(permission -> permission.right() == right)
                .collect(Collectors.groupingBy(
                        TopicPermission::topic,
                        Collectors.mapping(TopicPermission::service, Collectors.toCollection(TreeSet::new))));
    }

    private static Set<String> topics() {
        return PROJECT.topics().stream()
                .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+")[0])
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    private static List<String> catalogue() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/event-catalogue.md"));
    }
}
