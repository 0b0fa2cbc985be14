package dev.mallbots.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads from the project's READMEs which services there are, their topics, and which messages each handles. */
final class House {

    private static final Pattern MESSAGE = Pattern.compile("\\b[A-Z][a-z]+[A-Za-z]*\\b");

    private final Path project;
    private final List<String[]> services;

    House(Path project) {
        this.project = project;
        this.services =
                lines("services/fleet.services").map(line -> line.split("\\s+")).toList();
    }

    List<String> services() {
        return services.stream().map(words -> words[0]).toList();
    }

    /** The services with a database. */
    List<String> keepers() {
        return services.stream()
                .filter(words -> !words[2].equals("-"))
                .map(words -> words[0])
                .toList();
    }

    /** Without the topics of dead letters. */
    List<String> topics() {
        return lines("shared-contracts/src/main/resources/META-INF/mallbots/topics")
                .map(line -> line.split("\\s+")[0])
                .filter(topic -> !topic.endsWith(".dead-letters"))
                .toList();
    }

    List<String> deadLetterTopics() {
        return lines("shared-contracts/src/main/resources/META-INF/mallbots/topics")
                .map(line -> line.split("\\s+")[0])
                .filter(topic -> topic.endsWith(".dead-letters"))
                .toList();
    }

    /** The first column of the table {@code consumes | use case | emits} in a service's README, which its own test checks. */
    Set<String> consumedBy(String service) {
        List<String> names = new ArrayList<>();
        boolean within = false;
        for (String line : lines("services/" + service + "/README.md").toList()) {
            within = line.startsWith("| consumes") || within && line.startsWith("|");
            if (within && line.split("\\|").length > 1) {
                Matcher matcher = MESSAGE.matcher(line.split("\\|")[1].replaceAll("gRPC \\w+", ""));
                while (matcher.find()) {
                    names.add(matcher.group());
                }
            }
        }
        return names.stream().filter(House::isMessage).collect(Collectors.toSet());
    }

    private static boolean isMessage(String name) {
        return Stream.of("baskets", "common", "customers", "depot", "ordering", "payments", "stores")
                .anyMatch(context -> isMessageOf(context, name));
    }

    /** Whether the event is published: a stored event without a message of its name is not. */
    static boolean isMessageOf(String service, String name) {
        try {
            Class.forName("dev.mallbots.contracts.%s.v1.%s".formatted(service.replace("-", ""), name));
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private Stream<String> lines(String file) {
        try {
            return Files.readAllLines(project.resolve(file)).stream()
                    .map(line -> file.endsWith(".md")
                            ? line
                            : line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isBlank());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
