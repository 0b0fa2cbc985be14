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
 * The permissions of each service for each topic. They are derived from the catalogue of topics, whose names contain the owner, and from
 * the topics that each service consumes.
 *
 * <p>A service reads the topics that it consumes, and writes its own events and dead letters. A service that consumes replies of its own
 * may send commands to every service. A service that consumes commands of its own may write all topics of replies. No service may write a
 * topic with another kind of name.
 */
final class TopicPermissions {

    private static final Pattern NAME =
            Pattern.compile("mallbots\\.([^.]+)\\.(?:(events)\\..+|(commands|replies|dead-letters))");

    private TopicPermissions() {}

    /**
     * @param topics the names in the catalogue
     * @param listensTo the consumed topics by service, of all services
     * @return by service, written topics first
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
