package dev.mallbots.contracts;

import static java.util.Map.entry;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The AsyncAPI document, as it follows from the other contracts: channels from the catalogue of topics, operations from the pacts, messages
 * from the protobuf files, their examples from the recorded messages, their summaries from docs/event-catalogue.md. All that follows from
 * nothing else is in {@code asyncapi-frame.yaml}.
 */
final class AsyncApi {

    private static final String HEAD = "# Written from the other contracts: change them, then run make asyncapi.\n";
    private static final String KAFKA = "0.5.0";
    private static final String DEAD_LETTER = "deadLetter";
    private static final String DEAD_LETTERS = ".dead-letters";
    private static final UUID ORDER = UUID.nameUUIDFromBytes("order".getBytes(StandardCharsets.UTF_8));

    /** A topic's owner, and what it is for: events of an aggregate, commands, replies or dead letters. */
    private static final Pattern TOPIC =
            Pattern.compile("mallbots\\.([a-z-]+)\\.(?:events\\.(\\w+)|(commands|replies|dead-letters))");

    /** One service reads messages of one type that another one writes to a topic. */
    private record Reading(String provider, String consumer, String topic, String type) {}

    private final SequencedMap<String, Map<String, String>> topics = topics();
    private final List<Reading> readings = readings();
    private final SequencedMap<String, Descriptor> types = Contracts.travelling().stream()
            .collect(Collectors.toMap(Descriptor::getFullName, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    private final Map<String, String> summaries = summaries();

    private AsyncApi() {}

    /** The whole file. */
    static String text() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(140);
        return HEAD + new Yaml(new Literal(options), options).dump(new AsyncApi().document());
    }

    /** Writes texts of several lines as such. */
    private static final class Literal extends Representer {

        Literal(DumperOptions options) {
            super(options);
        }

        @Override
        protected Node representScalar(Tag tag, String value, DumperOptions.ScalarStyle style) {
            return super.representScalar(tag, value, value.contains("\n") ? DumperOptions.ScalarStyle.LITERAL : style);
        }
    }

    private Map<String, Object> document() {
        SequencedMap<String, Object> document =
                new Yaml().load(read(Path.of("src", "test", "resources", "asyncapi-frame.yaml")));
        Map<String, Object> components = map(document.remove("components"));
        map(document.get("info")).put("tags", tags());
        document.put("channels", channels());
        document.put("operations", operations());
        Map<String, Object> messages = new LinkedHashMap<>();
        types.forEach((type, descriptor) -> messages.put(type, message(descriptor)));
        messages.putAll(map(components.get("messages")));
        components.put("messages", messages);
        document.put("components", components);
        return document;
    }

    /** Every service that sends or receives. */
    private List<Map<String, Object>> tags() {
        return readings.stream()
                .flatMap(it -> Stream.of(it.provider(), it.consumer()))
                .distinct()
                .sorted()
                .map(service -> mapOf(entry("name", service)))
                .toList();
    }

    // ---- channels

    private Map<String, Object> channels() {
        Map<String, Object> channels = new LinkedHashMap<>();
        topics.forEach((topic, settings) -> {
            Map<String, Object> messages = new LinkedHashMap<>();
            typesIn(topic).forEach(type -> messages.put(simple(type), reference("#/components/messages/" + type)));
            channels.put(
                    topic,
                    mapOf(
                            entry("address", topic),
                            entry("description", description(topic)),
                            entry("messages", messages),
                            entry("bindings", mapOf(entry("kafka", binding(settings))))));
        });
        return channels;
    }

    private static String description(String topic) {
        Matcher name = nameOf(topic);
        String owner = name.group(1);
        if (name.group(2) != null) {
            return "All events of each %s, from the first one. The key is its id.".formatted(name.group(2));
        }
        return switch (name.group(3)) {
            case "commands" -> "A saga's commands to %s. The key is the order's id.".formatted(owner);
            case "replies" -> "The replies to %s's commands. The key is the command's key.".formatted(owner);
            default ->
                "Messages that %s could not handle, for operators. The key is the message's key.".formatted(owner);
        };
    }

    private static Map<String, Object> binding(Map<String, String> settings) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        settings.forEach((name, value) -> {
            switch (name) {
                case "partitions" -> {}
                case "cleanup.policy" -> configuration.put(name, new ArrayList<>(List.of(value.split(","))));
                default -> configuration.put(name, Long.valueOf(value));
            }
        });
        return mapOf(
                entry("partitions", Integer.valueOf(settings.get("partitions"))),
                entry("topicConfiguration", configuration),
                entry("bindingVersion", KAFKA));
    }

    /** In the order of the protobuf files. */
    private List<String> typesIn(String topic) {
        if (topic.endsWith(DEAD_LETTERS)) {
            return List.of(DEAD_LETTER);
        }
        return types.keySet().stream()
                .filter(type -> readings.stream()
                        .anyMatch(it -> it.topic().equals(topic) && it.type().equals(type)))
                .toList();
    }

    // ---- operations

    private Map<String, Object> operations() {
        Map<String, Object> operations = new LinkedHashMap<>();
        for (String topic : topics.keySet()) {
            String owner = nameOf(topic).group(1);
            if (topic.endsWith(DEAD_LETTERS)) {
                operations.put(id(owner, "Sends", topic), operation(owner, "send", topic, List.of(DEAD_LETTER)));
            }
            senders(topic).forEach((service, sent) -> {
                Map<String, Object> operation = operation(service, "send", topic, sent);
                if (topic.endsWith(".commands")) {
                    operation.put("reply", reply(service, owner));
                }
                operations.put(id(service, "Sends", topic), operation);
            });
            receivers(topic).forEach((service, received) -> {
                Map<String, Object> operation = operation(service, "receive", topic, received);
                Map<String, Object> group = mapOf(entry("type", "string"), entry("const", service));
                operation.put(
                        "bindings",
                        mapOf(entry("kafka", mapOf(entry("groupId", group), entry("bindingVersion", KAFKA)))));
                operations.put(id(service, "Receives", topic), operation);
            });
        }
        return operations;
    }

    private Map<String, List<String>> senders(String topic) {
        return byService(topic, Reading::provider);
    }

    private Map<String, List<String>> receivers(String topic) {
        return byService(topic, Reading::consumer);
    }

    private Map<String, List<String>> byService(String topic, Function<Reading, String> service) {
        Map<String, List<String>> byService = new TreeMap<>();
        readings.stream()
                .filter(it -> it.topic().equals(topic))
                .map(service)
                .forEach(name -> byService.computeIfAbsent(
                        name,
                        it -> typesIn(topic).stream()
                                .filter(type -> readings.stream()
                                        .anyMatch(reading -> reading.topic().equals(topic)
                                                && reading.type().equals(type)
                                                && service.apply(reading).equals(name)))
                                .toList()));
        return byService;
    }

    private static Map<String, Object> operation(String service, String action, String topic, List<String> sent) {
        return mapOf(
                entry("action", action),
                entry("title", "%s %ss %s".formatted(service, action, inWords(topic))),
                entry(
                        "description",
                        sent.stream().map(AsyncApi::simple).collect(Collectors.joining(", "))
                                + (action.equals("send") ? ", written by " : ", read by ")
                                + service),
                entry("channel", reference("#/channels/" + topic)),
                entry("messages", messages(topic, sent)),
                entry("tags", new ArrayList<>(List.of(mapOf(entry("name", service))))));
    }

    private Map<String, Object> reply(String asking, String answering) {
        String topic = "mallbots.%s.replies".formatted(asking);
        return mapOf(
                entry("address", mapOf(entry("location", "$message.header#/ce_replyto"))),
                entry("channel", reference("#/channels/" + topic)),
                entry("messages", messages(topic, senders(topic).get(answering))));
    }

    private static List<Map<String, Object>> messages(String topic, List<String> sent) {
        return sent.stream()
                .map(type -> reference("#/channels/%s/messages/%s".formatted(topic, simple(type))))
                .toList();
    }

    private static String id(String service, String action, String topic) {
        String camel = camel(service);
        Matcher name = nameOf(topic);
        return Character.toLowerCase(camel.charAt(0))
                + camel.substring(1)
                + action
                + (name.group(2) == null ? camel(name.group(1)) + camel(name.group(3)) : name.group(2) + "Events");
    }

    private static String inWords(String topic) {
        Matcher name = nameOf(topic);
        if (name.group(2) != null) {
            return "events of each " + name.group(2);
        }
        return switch (name.group(3)) {
            case "commands" -> "commands to " + name.group(1);
            case "replies" -> "replies to commands of " + name.group(1);
            default -> "messages that it could not handle";
        };
    }

    private static String camel(String words) {
        return Stream.of(words.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    // ---- messages

    private Map<String, Object> message(Descriptor type) {
        String name = type.getFullName();
        Reading reading = readings.stream()
                .filter(it -> it.type().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "No pact has the message %s, so its topic is not known: no service reads it.".formatted(name)));
        String kind = nameOf(reading.topic()).group(2) != null
                ? "event"
                : reading.topic().endsWith(".commands") ? "command" : "reply";
        return mapOf(
                entry("name", name),
                entry("title", type.getName()),
                entry(
                        "summary",
                        Optional.ofNullable(summaries.get(type.getName()))
                                .orElseThrow(() -> new AssertionError(
                                        "docs/event-catalogue.md says nothing of %s.".formatted(type.getName())))),
                entry(
                        "description",
                        "Defined in src/main/proto/" + type.getFile().getName()),
                entry("traits", new ArrayList<>(List.of(reference("#/components/messageTraits/" + kind)))),
                entry(
                        "headers",
                        mapOf(
                                entry("type", "object"),
                                entry(
                                        "properties",
                                        mapOf(
                                                entry("ce_type", mapOf(entry("const", name))),
                                                entry(
                                                        "ce_dataschema",
                                                        mapOf(entry("const", "urn:protobuf:" + name))))))),
                entry(
                        "payload",
                        mapOf(
                                entry("schemaFormat", "application/vnd.google.protobuf;version=3"),
                                entry("schema", ProtobufText.of(type)))),
                entry("examples", new ArrayList<>(List.of(example(type, reading, kind)))));
    }

    private static Map<String, Object> example(Descriptor type, Reading reading, String kind) {
        DynamicMessage recorded = recorded(reading.provider(), type);
        UUID key = UUID.fromString(text(recorded, kind.equals("event") ? 1 : numberOf(type, "order_id")));
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", named(type.getFullName()));
        headers.put("ce_source", "/services/" + reading.provider());
        headers.put("ce_type", type.getFullName());
        headers.put("ce_subject", key.toString());
        headers.put("ce_time", "2026-01-02T03:04:05Z");
        headers.put("ce_dataschema", "urn:protobuf:" + type.getFullName());
        switch (kind) {
            case "event" -> headers.put("ce_sequence", "1");
            case "command" -> {
                headers.put("ce_correlationid", key.toString());
                headers.put("ce_replyto", "mallbots.%s.replies".formatted(reading.provider()));
            }
            default -> {
                headers.put("ce_correlationid", key.toString());
                headers.put("ce_causationid", named("command"));
            }
        }
        headers.put("content-type", "application/protobuf");
        return mapOf(entry("name", type.getName()), entry("headers", headers), entry("payload", json(recorded)));
    }

    private static int numberOf(Descriptor type, String field) {
        FieldDescriptor found = type.findFieldByName(field);
        return found == null ? 0 : found.getNumber();
    }

    private static String text(DynamicMessage message, int field) {
        return field == 0
                ? ORDER.toString()
                : message.getField(message.getDescriptorForType().findFieldByNumber(field))
                        .toString();
    }

    private static String named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The newest recorded version. */
    private static DynamicMessage recorded(String provider, Descriptor type) {
        String bytes = Contracts.lines(Path.of("recorded", provider + ".txt")).stream()
                .map(line -> line.split(" ", 2))
                .filter(words -> words[0].equals(type.getFullName()))
                .map(words -> words.length == 1 ? "" : words[1])
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new AssertionError(
                        "recorded/%s.txt has no %s: run make pacts.".formatted(provider, type.getFullName())));
        try {
            return DynamicMessage.parseFrom(type, Base64.getDecoder().decode(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(type.getFullName(), e);
        }
    }

    private static Map<String, Object> json(DynamicMessage message) {
        try {
            return new Yaml().load(JsonFormat.printer().print(message));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(message.getDescriptorForType().getFullName(), e);
        }
    }

    // ---- sources

    private static SequencedMap<String, Map<String, String>> topics() {
        SequencedMap<String, Map<String, String>> topics = new LinkedHashMap<>();
        Contracts.lines(Path.of("src", "main", "resources", "META-INF", "mallbots", "topics")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\s+"))
                .forEach(words -> {
                    Map<String, String> settings = new LinkedHashMap<>();
                    Arrays.stream(words).skip(1).map(word -> word.split("=")).forEach(it -> settings.put(it[0], it[1]));
                    topics.put(words[0], settings);
                });
        return topics;
    }

    private static List<Reading> readings() {
        try (Stream<Path> files = Files.list(Path.of("pacts"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(AsyncApi::readings)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Reading> readings(Path file) {
        Map<String, Object> pact = new Yaml().load(read(file));
        String provider = map(pact.get("provider")).get("name").toString();
        String consumer = map(pact.get("consumer")).get("name").toString();
        return ((List<?>) pact.get("interactions"))
                .stream()
                        .map(interaction -> map(map(interaction).get("metadata")))
                        .filter(metadata -> metadata != null && metadata.containsKey("topic"))
                        .map(metadata -> new Reading(
                                provider,
                                consumer,
                                metadata.get("topic").toString(),
                                metadata.get("ce_type").toString()));
    }

    /** By simple name: the column that says what a message means. */
    private static Map<String, String> summaries() {
        Map<String, String> summaries = new TreeMap<>();
        int column = 0;
        for (String line : Contracts.lines(Path.of("..", "docs", "event-catalogue.md"))) {
            List<String> cells = Stream.of(line.split("\\|")).map(String::strip).toList();
            int heading = Math.max(cells.indexOf("it says"), cells.indexOf("it wants"));
            if (heading > 0) {
                column = heading;
            } else if (line.startsWith("| ") && cells.size() > column) {
                summaries.put(cells.get(1), cells.get(column));
            }
        }
        return summaries;
    }

    // ---- helpers

    private static Matcher nameOf(String topic) {
        Matcher name = TOPIC.matcher(topic);
        if (!name.matches()) {
            throw new AssertionError("The topic %s has another kind of name.".formatted(topic));
        }
        return name;
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static Map<String, Object> reference(String target) {
        return mapOf(entry("$ref", target));
    }

    /** In the order of the arguments, as YAML has it. */
    @SafeVarargs
    private static Map<String, Object> mapOf(Map.Entry<String, Object>... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : entries) {
            map.put(entry.getKey(), entry.getValue());
        }
        return map;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static String read(Path file) {
        return String.join("\n", Contracts.lines(file)) + "\n";
    }
}
