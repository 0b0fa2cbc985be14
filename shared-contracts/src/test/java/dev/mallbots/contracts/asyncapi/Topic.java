package dev.mallbots.contracts.asyncapi;

import dev.mallbots.contracts.Contracts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A topic of the catalogue.
 *
 * @param owner the service that the name begins with
 * @param settings in the order of the catalogue
 */
record Topic(String name, String owner, Purpose purpose, Map<String, String> settings) {

    private static final Path CATALOGUE = Path.of("src", "main", "resources", "META-INF", "mallbots", "topics");
    private static final Pattern NAME =
            Pattern.compile("mallbots\\.([a-z-]+)\\.(?:events\\.(\\w+)|(commands|replies|dead-letters))");

    /** What the messages of a topic are. */
    sealed interface Purpose {

        /** What happened to each aggregate of one type, told by its service. */
        record Events(String aggregate) implements Purpose {}

        /** What sagas want of the owner. */
        record Commands() implements Purpose {}

        /** The answers to the owner's commands. */
        record Replies() implements Purpose {}

        /** What the owner could not handle. */
        record DeadLetters() implements Purpose {}
    }

    /** All topics, in the order of the catalogue. */
    static List<Topic> catalogue() {
        return Contracts.lines(CATALOGUE).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\s+"))
                .map(Topic::of)
                .toList();
    }

    private static Topic of(String[] words) {
        Matcher name = NAME.matcher(words[0]);
        if (!name.matches()) {
            throw new AssertionError("The topic %s has another kind of name.".formatted(words[0]));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        Arrays.stream(words).skip(1).map(word -> word.split("=")).forEach(it -> settings.put(it[0], it[1]));
        return new Topic(words[0], name.group(1), purpose(name), settings);
    }

    private static Purpose purpose(Matcher name) {
        if (name.group(2) != null) {
            return new Purpose.Events(name.group(2));
        }
        return switch (name.group(3)) {
            case "commands" -> new Purpose.Commands();
            case "replies" -> new Purpose.Replies();
            default -> new Purpose.DeadLetters();
        };
    }

    /** The name of the topic with the replies to a service's commands. */
    static String ofReplies(String service) {
        return "mallbots.%s.replies".formatted(service);
    }
}
