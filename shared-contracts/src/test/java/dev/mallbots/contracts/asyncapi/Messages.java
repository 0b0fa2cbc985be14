package dev.mallbots.contracts.asyncapi;

import static dev.mallbots.contracts.asyncapi.Parts.mapOf;
import static dev.mallbots.contracts.asyncapi.Parts.reference;
import static java.util.Map.entry;

import com.google.protobuf.Descriptors.Descriptor;
import dev.mallbots.contracts.Contracts;
import dev.mallbots.contracts.asyncapi.Topic.Purpose;
import dev.mallbots.contracts.asyncapi.Topic.Purpose.Commands;
import dev.mallbots.contracts.asyncapi.Topic.Purpose.DeadLetters;
import dev.mallbots.contracts.asyncapi.Topic.Purpose.Events;
import dev.mallbots.contracts.asyncapi.Topic.Purpose.Replies;
import dev.mallbots.contracts.asyncapi.Traffic.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A description of each type of message: its meaning, its own headers, its protobuf file and an example. */
final class Messages {

    private final Traffic traffic;
    private final Map<String, String> meanings = meanings();

    Messages(Traffic traffic) {
        this.traffic = traffic;
    }

    /** By simple name: the column of docs/event-catalogue.md that says what a message means. */
    private static Map<String, String> meanings() {
        Map<String, String> meanings = new TreeMap<>();
        int column = 0;
        for (String line : Contracts.lines(Path.of("..", "docs", "event-catalogue.md"))) {
            List<String> cells = Stream.of(line.split("\\|")).map(String::strip).toList();
            int heading = Math.max(cells.indexOf("it says"), cells.indexOf("it wants"));
            if (heading > 0) {
                column = heading;
            } else if (line.startsWith("| ") && cells.size() > column) {
                meanings.put(cells.get(1), cells.get(column));
            }
        }
        return meanings;
    }

    /** By full name, in the order of the protobuf files. */
    Map<String, Object> all() {
        Map<String, Object> messages = new LinkedHashMap<>();
        Contracts.travelling().forEach(type -> messages.put(type.getFullName(), message(type)));
        return messages;
    }

    private Map<String, Object> message(Descriptor type) {
        Reading reading = traffic.of(type.getFullName());
        String trait = trait(reading.topic().purpose());
        return mapOf(
                entry("name", type.getFullName()),
                entry("title", type.getName()),
                entry("summary", meaning(type)),
                entry(
                        "description",
                        "Defined in src/main/proto/" + type.getFile().getName()),
                entry("traits", new ArrayList<>(List.of(reference("#/components/messageTraits/" + trait)))),
                entry("headers", headers(type)),
                entry(
                        "payload",
                        mapOf(
                                entry("schemaFormat", "application/vnd.google.protobuf;version=3"),
                                entry("schema", ProtobufText.of(type)))),
                entry("examples", new ArrayList<>(List.of(Example.of(type, reading)))));
    }

    /** The name of what all messages with this purpose have in common. */
    private static String trait(Purpose purpose) {
        return switch (purpose) {
            case Events events -> "event";
            case Commands() -> "command";
            case Replies() -> "reply";
            case DeadLetters() ->
                throw new AssertionError("A pact has a topic of dead letters, which no service reads.");
        };
    }

    private String meaning(Descriptor type) {
        return Optional.ofNullable(meanings.get(type.getName()))
                .orElseThrow(() ->
                        new AssertionError("docs/event-catalogue.md says nothing of %s.".formatted(type.getName())));
    }

    private static Map<String, Object> headers(Descriptor type) {
        return mapOf(
                entry("type", "object"),
                entry(
                        "properties",
                        mapOf(
                                entry("ce_type", mapOf(entry("const", type.getFullName()))),
                                entry("ce_dataschema", mapOf(entry("const", "urn:protobuf:" + type.getFullName()))))));
    }
}
