package dev.mallbots.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Compares asyncapi.yaml with the protobuf files and the catalogue of topics. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AsyncApiTest {

    private static final String DEAD_LETTER = "deadLetter";
    private static final Pattern REFERENCE = Pattern.compile("\\$ref: '?([^'\\s]+)'?");
    private static final Pattern EVENT_TOPIC = Pattern.compile("mallbots\\.(.+)\\.events\\.(.+)");

    private final String text = String.join("\n", Contracts.lines(Path.of("asyncapi.yaml")));
    private final Map<String, Object> document = new Yaml().load(text);
    private final Map<String, Map<String, Object>> channels = at(document, "channels");
    private final Map<String, Map<String, Object>> messages = at(at(document, "components"), "messages");
    private final Map<String, Descriptor> travelling =
            Contracts.travelling().stream().collect(Collectors.toMap(Descriptor::getFullName, Function.identity()));

    @Test
    void every_topic_of_the_catalogue_is_described_with_its_settings_and_no_other() throws IOException {
        Map<String, Map<String, String>> described = new TreeMap<>();
        channels.forEach((name, channel) -> {
            assertThat(channel).containsEntry("address", name);
            described.put(name, settings(channel));
        });
        assertThat(described).isEqualTo(catalogue());
    }

    @Test
    void every_message_that_travels_is_described_and_no_other() {
        assertThat(messages.keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(travelling.keySet().stream(), Stream.of(DEAD_LETTER))
                        .toList());
    }

    @Test
    void a_message_names_its_type_its_schema_and_its_file() {
        travelling.forEach((type, descriptor) -> {
            Map<String, Object> message = messages.get(type);
            Map<String, Object> headers = at(at(message, "headers"), "properties");
            assertThat(message).containsEntry("name", type);
            assertThat(headers)
                    .containsEntry("ce_type", Map.of("const", type))
                    .containsEntry("ce_dataschema", Map.of("const", "urn:protobuf:" + type));
            assertThat(at(at(message, "payload"), "schema"))
                    .containsEntry(
                            "$ref", "src/main/proto/" + descriptor.getFile().getName());
        });
    }

    @Test
    void every_message_is_in_one_topic_and_an_event_in_its_own_aggregate_s() {
        Map<String, String> topics = new LinkedHashMap<>();
        channels.forEach((name, channel) -> messagesOf(channel).stream()
                .filter(type -> !type.equals(DEAD_LETTER))
                .forEach(type -> assertThat(topics.put(type, name)).as(type).isNull()));

        assertThat(topics.keySet()).containsExactlyInAnyOrderElementsOf(travelling.keySet());
        topics.forEach((type, topic) -> {
            Matcher events = EVENT_TOPIC.matcher(topic);
            if (events.matches()) {
                assertThat(type)
                        .startsWith(
                                "mallbots.%s.v1.%s".formatted(events.group(1).replace("-", ""), events.group(2)));
            }
        });
    }

    @Test
    void an_event_begins_with_the_id_of_its_aggregate() {
        channels.forEach((name, channel) -> {
            Matcher events = EVENT_TOPIC.matcher(name);
            if (events.matches()) {
                String id =
                        events.group(2).replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase() + "_id";
                assertThat(messagesOf(channel))
                        .allSatisfy(type -> assertThat(travelling
                                        .get(type)
                                        .findFieldByNumber(1)
                                        .getName())
                                .isEqualTo(id));
            }
        });
    }

    @Test
    void every_reference_has_a_target() {
        List<String> references =
                REFERENCE.matcher(text).results().map(match -> match.group(1)).toList();
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#/")) {
                assertThat(resolve(reference)).isNotNull();
            } else {
                assertThat(Files.exists(Path.of(reference))).isTrue();
            }
        });
    }

    private Object resolve(String reference) {
        Object found = document;
        for (String step : reference.substring(2).split("/")) {
            found = ((Map<?, ?>) found).get(step);
        }
        return found;
    }

    private static List<String> messagesOf(Map<String, Object> channel) {
        Map<String, Map<String, String>> references = at(channel, "messages");
        return references.values().stream()
                .map(reference -> reference.get("$ref").replace("#/components/messages/", ""))
                .toList();
    }

    private static Map<String, String> settings(Map<String, Object> channel) {
        Map<String, Object> kafka = at(at(channel, "bindings"), "kafka");
        Map<String, String> settings = new TreeMap<>();
        settings.put("partitions", kafka.get("partitions").toString());
        Map<String, Object> configuration = at(kafka, "topicConfiguration");
        configuration.forEach((key, value) -> settings.put(
                key,
                value instanceof List<?> list
                        ? list.stream().map(Object::toString).collect(Collectors.joining(","))
                        : value.toString()));
        return settings;
    }

    private static Map<String, Map<String, String>> catalogue() throws IOException {
        try (InputStream in = AsyncApiTest.class.getResourceAsStream("/META-INF/mallbots/topics")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s+"))
                    .collect(Collectors.toMap(
                            words -> words[0],
                            words -> Stream.of(words)
                                    .skip(1)
                                    .map(word -> word.split("="))
                                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]))));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> Map<String, T> at(Map<String, ?> parent, String name) {
        return (Map<String, T>) parent.get(name);
    }
}
