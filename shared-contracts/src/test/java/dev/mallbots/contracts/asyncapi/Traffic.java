package dev.mallbots.contracts.asyncapi;

import com.google.protobuf.Descriptors.Descriptor;
import dev.mallbots.contracts.Contracts;
import dev.mallbots.contracts.asyncapi.Topic.Purpose.DeadLetters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which service sends which types of messages to which topic, and which one reads them, as the pacts say. */
final class Traffic {

    /** The one message without a protobuf file. */
    static final String DEAD_LETTER = "deadLetter";

    /** One service reads messages of one type that another one writes to a topic. */
    record Reading(String provider, String consumer, Topic topic, String type) {}

    private final List<Reading> readings;
    private final List<String> types =
            Contracts.travelling().stream().map(Descriptor::getFullName).toList();

    private Traffic(List<Reading> readings) {
        this.readings = readings;
    }

    static Traffic ofPacts(List<Topic> topics) {
        try (Stream<Path> files = Files.list(Path.of("pacts"))) {
            return new Traffic(files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(file -> readings(file, topics))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Reading> readings(Path file, List<Topic> topics) {
        Map<String, Object> pact = Parts.read(file);
        String provider = Parts.map(pact.get("provider")).get("name").toString();
        String consumer = Parts.map(pact.get("consumer")).get("name").toString();
        return ((List<?>) pact.get("interactions"))
                .stream()
                        .map(interaction -> Parts.map(Parts.map(interaction).get("metadata")))
                        .filter(metadata -> metadata != null && metadata.containsKey("topic"))
                        .map(metadata -> new Reading(
                                provider,
                                consumer,
                                named(metadata.get("topic").toString(), topics),
                                metadata.get("ce_type").toString()));
    }

    private static Topic named(String name, List<Topic> topics) {
        return topics.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError("A pact has the topic %s, and the catalogue does not.".formatted(name)));
    }

    /** Every service that sends or reads, by name. */
    List<String> services() {
        return readings.stream()
                .flatMap(it -> Stream.of(it.provider(), it.consumer()))
                .distinct()
                .sorted()
                .toList();
    }

    /** The first reading of a type, in the order of the pacts. */
    Reading of(String type) {
        return readings.stream()
                .filter(it -> it.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "No pact has the message %s, so its topic is not known: no service reads it.".formatted(type)));
    }

    /** The types in a topic, in the order of the protobuf files. */
    List<String> types(Topic topic) {
        return topic.purpose() instanceof DeadLetters ? List.of(DEAD_LETTER) : types(topic, reading -> true);
    }

    /** What each sender of a topic sends to it; the owner sends the dead letters. */
    SortedMap<String, List<String>> senders(Topic topic) {
        return topic.purpose() instanceof DeadLetters
                ? new TreeMap<>(Map.of(topic.owner(), types(topic)))
                : byService(topic, Reading::provider);
    }

    /** What each receiver of a topic reads of it. */
    SortedMap<String, List<String>> receivers(Topic topic) {
        return byService(topic, Reading::consumer);
    }

    private SortedMap<String, List<String>> byService(Topic topic, Function<Reading, String> service) {
        SortedMap<String, List<String>> byService = new TreeMap<>();
        readings.stream()
                .filter(it -> it.topic().equals(topic))
                .map(service)
                .forEach(name -> byService.computeIfAbsent(
                        name,
                        it -> types(topic, reading -> service.apply(reading).equals(name))));
        return byService;
    }

    private List<String> types(Topic topic, Predicate<Reading> chosen) {
        return types.stream()
                .filter(type -> readings.stream()
                        .anyMatch(it -> it.topic().equals(topic) && it.type().equals(type) && chosen.test(it)))
                .toList();
    }
}
