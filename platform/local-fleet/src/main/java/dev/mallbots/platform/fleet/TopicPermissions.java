package dev.mallbots.platform.fleet;

import dev.mallbots.platform.fleet.TopicPermission.Right;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which service may do what with which topic. Nobody keeps a list of it: it follows from the catalogue of topics, whose names
 * say whose they are, and from what each service says it listens to.
 *
 * <p>A service reads what it listens to, and writes its own events and dead letters. Who listens to replies of its own sends
 * commands, to anybody. Who listens to commands of its own answers them, to whoever asks. Nobody writes a topic that is
 * called otherwise.
 */
final class TopicPermissions {

    private static final Pattern NAME =
            Pattern.compile("mallbots\\.([^.]+)\\.(?:(events)\\..+|(commands|replies|dead-letters))");

    private TopicPermissions() {}

    /**
     * @param topics the catalogue's names
     * @param listensTo topics by service, of all services
     * @return by service, what it writes first
     */
    static List<TopicPermission> of(List<String> topics, Map<String, List<String>> listensTo) {
        return listensTo.keySet().stream()
                .flatMap(service -> Stream.concat(
                        topics.stream()
                                .filter(writtenBy(service, listensTo.get(service)))
                                .map(topic -> new TopicPermission(service, Right.WRITE, topic)),
                        listensTo.get(service).stream().map(topic -> new TopicPermission(service, Right.READ, topic))))
                .toList();
    }

    private static Predicate<String> writtenBy(String service, Collection<String> listensTo) {
        boolean commands = listensTo.contains("mallbots." + service + ".replies");
        boolean answers = listensTo.contains("mallbots." + service + ".commands");
        return topic -> {
            Matcher name = NAME.matcher(topic);
            if (!name.matches()) {
                return false;
            }
            return switch (name.group(2) == null ? name.group(3) : name.group(2)) {
                case "commands" -> commands;
                case "replies" -> answers;
                default -> name.group(1).equals(service);
            };
        };
    }
}
