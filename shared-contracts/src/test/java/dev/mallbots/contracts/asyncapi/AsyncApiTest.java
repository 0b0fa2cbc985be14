package dev.mallbots.contracts.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.mallbots.contracts.Contracts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static final Path FILE = Path.of("asyncapi.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEAD_LETTER = "deadLetter";
    private static final Pattern REFERENCE = Pattern.compile("\\$ref: '?([^'\\s]+)'?");
    private static final Pattern EVENT_TOPIC = Pattern.compile("mallbots\\.(.+)\\.events\\.(.+)");

    private final String text = String.join("\n", Contracts.lines(FILE));
    private final Map<String, Object> document = new Yaml().load(text);
    private final Map<String, Map<String, Object>> channels = at(document, "channels");
    private final Map<String, Map<String, Object>> operations = at(document, "operations");
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
            assertThat(message.get("description").toString())
                    .endsWith("src/main/proto/" + descriptor.getFile().getName());
            assertThat(at(message, "payload").get("schema").toString())
                    .contains("message %s {".formatted(descriptor.getName()));
        });
    }

    @Test
    void the_document_is_what_follows_from_the_other_contracts() throws IOException {
        String written = AsyncApi.text();
        if (Boolean.getBoolean("asyncapi.write")) {
            Files.writeString(FILE, written);
        }
        assertThat(Files.readString(FILE))
                .as("asyncapi.yaml is old: write it anew with make asyncapi, and look at what has changed")
                .isEqualTo(written);
    }

    @Test
    void every_message_has_an_example_that_is_one() {
        assertThat(travelling)
                .allSatisfy((type, descriptor) -> assertThat(examples(type))
                        .isNotEmpty()
                        .allSatisfy(example -> {
                            Message read = read(descriptor, JSON.writeValueAsString(example.get("payload")));
                            Map<String, Object> headers = at(example, "headers");
                            Object first = descriptor.getFields().isEmpty()
                                    ? ""
                                    : read.getField(descriptor.getFields().getFirst());
                            if (headers.containsKey("ce_sequence")) {
                                assertThat(headers).containsEntry("ce_subject", first);
                            }
                        }));
    }

    @Test
    void every_example_has_the_headers_of_its_message() {
        assertThat(messages.keySet())
                .allSatisfy(type -> assertThat(examples(type)).isNotEmpty().allSatisfy(example -> {
                    assertThat(validate(headersOf(type), example.get("headers")))
                            .isEmpty();
                    assertThat(validate(headersOf(type), Map.of()))
                            .as("without headers")
                            .isNotEmpty();
                }));
    }

    @Test
    void every_channel_has_a_sender_and_every_one_but_dead_letters_a_receiver() {
        assertThat(channels.keySet()).allSatisfy(topic -> {
            assertThat(services("send", topic)).isNotEmpty();
            assertThat(services("receive", topic).isEmpty()).isEqualTo(topic.endsWith(".dead-letters"));
        });
    }

    @Test
    void a_receiver_s_group_has_the_name_of_its_service() {
        assertThat(operations.values().stream().filter(it -> it.get("action").equals("receive")))
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(at(at(at(operation, "bindings"), "kafka"), "groupId"))
                        .containsEntry("const", service(operation)));
    }

    @Test
    void a_command_is_answered_where_its_header_says() {
        assertThat(operations.values().stream()
                        .filter(it -> it.get("action").equals("send"))
                        .filter(it -> topic(it).endsWith(".commands")))
                .isNotEmpty()
                .allSatisfy(operation -> {
                    String replies = topic(at(operation, "reply"));
                    assertThat(replies).isEqualTo("mallbots.%s.replies".formatted(service(operation)));
                    assertThat(at(at(operation, "reply"), "address"))
                            .containsEntry("location", "$message.header#/ce_replyto");
                });
    }

    @Test
    void kafka_asks_for_a_password_over_tls() {
        Map<String, Map<String, Object>> servers = at(document, "servers");
        assertThat(servers.values()).isNotEmpty().allSatisfy(server -> {
            assertThat(server).containsEntry("protocol", "kafka-secure");
            assertThat((List<?>) server.get("security"))
                    .map(it -> resolve(((Map<?, ?>) it).get("$ref").toString()))
                    .map(it -> ((Map<?, ?>) it).get("type"))
                    .isEqualTo(List.of("scramSha512"));
        });
    }

    private List<Map<String, Object>> examples(String type) {
        Object examples = messages.get(type).getOrDefault("examples", List.of());
        return ((List<?>) examples).stream().map(AsyncApiTest::map).toList();
    }

    private static Message read(Descriptor descriptor, String json) throws InvalidProtocolBufferException {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
        JsonFormat.parser().merge(json, message);
        return message.build();
    }

    /** A message's own headers and those of its traits. */
    private Map<String, Object> headersOf(String type) {
        Map<String, Object> message = messages.get(type);
        List<Object> all = new ArrayList<>(List.of(message.get("headers")));
        ((List<?>) message.getOrDefault("traits", List.of()))
                .forEach(trait ->
                        all.add(map(resolve(map(trait).get("$ref").toString())).get("headers")));
        return Map.of("allOf", all, "components", Map.of("schemas", at(at(document, "components"), "schemas")));
    }

    private static Set<ValidationMessage> validate(Map<String, Object> schema, Object value) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(
                        JSON.valueToTree(schema),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build())
                .validate(JSON.valueToTree(value));
    }

    private Set<String> services(String action, String topic) {
        return operations.values().stream()
                .filter(it -> it.get("action").equals(action) && topic(it).equals(topic))
                .map(AsyncApiTest::service)
                .collect(Collectors.toSet());
    }

    private static String service(Map<String, Object> operation) {
        return map(((List<?>) operation.get("tags")).getFirst()).get("name").toString();
    }

    private static String topic(Map<String, Object> operation) {
        return at(operation, "channel").get("$ref").toString().replace("#/channels/", "");
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
            assertThat(reference).startsWith("#/");
            assertThat(resolve(reference)).isNotNull();
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
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static <T> Map<String, T> at(Map<String, ?> parent, String name) {
        return (Map<String, T>) parent.get(name);
    }
}
