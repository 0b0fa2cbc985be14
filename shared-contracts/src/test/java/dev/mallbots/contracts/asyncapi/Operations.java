package dev.mallbots.contracts.asyncapi;

import static dev.mallbots.contracts.asyncapi.Parts.mapOf;
import static dev.mallbots.contracts.asyncapi.Parts.reference;
import static dev.mallbots.contracts.asyncapi.Parts.simple;
import static java.util.Map.entry;

import dev.mallbots.contracts.asyncapi.Topic.Purpose.Commands;
import dev.mallbots.contracts.asyncapi.Topic.Purpose.DeadLetters;
import dev.mallbots.contracts.asyncapi.Topic.Purpose.Events;
import dev.mallbots.contracts.asyncapi.Topic.Purpose.Replies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each service sends to a topic and receives of it. */
final class Operations {

    private final List<Topic> topics;
    private final Traffic traffic;

    Operations(List<Topic> topics, Traffic traffic) {
        this.topics = topics;
        this.traffic = traffic;
    }

    /** Those of each topic, its senders before its receivers. */
    Map<String, Object> all() {
        Map<String, Object> operations = new LinkedHashMap<>();
        for (Topic topic : topics) {
            traffic.senders(topic)
                    .forEach((service, sent) ->
                            operations.put(id(service, "Sends", topic), sending(service, topic, sent)));
            traffic.receivers(topic)
                    .forEach((service, received) ->
                            operations.put(id(service, "Receives", topic), receiving(service, topic, received)));
        }
        return operations;
    }

    private Map<String, Object> sending(String service, Topic topic, List<String> sent) {
        Map<String, Object> operation = operation(service, "send", topic, sent);
        if (topic.purpose() instanceof Commands) {
            operation.put("reply", reply(service, topic.owner()));
        }
        return operation;
    }

    private static Map<String, Object> receiving(String service, Topic topic, List<String> received) {
        Map<String, Object> operation = operation(service, "receive", topic, received);
        Map<String, Object> group = mapOf(entry("type", "string"), entry("const", service));
        operation.put(
                "bindings",
                mapOf(entry("kafka", mapOf(entry("groupId", group), entry("bindingVersion", AsyncApi.KAFKA_BINDING)))));
        return operation;
    }

    private static Map<String, Object> operation(String service, String action, Topic topic, List<String> types) {
        return mapOf(
                entry("action", action),
                entry("title", "%s %ss %s".formatted(service, action, inWords(topic))),
                entry(
                        "description",
                        types.stream().map(Parts::simple).collect(Collectors.joining(", "))
                                + (action.equals("send") ? ", written by " : ", read by ")
                                + service),
                entry("channel", reference("#/channels/" + topic.name())),
                entry("messages", messages(topic, types)),
                entry("tags", new ArrayList<>(List.of(mapOf(entry("name", service))))));
    }

    private Map<String, Object> reply(String asking, String answering) {
        Topic topic = topics.stream()
                .filter(it -> it.name().equals(Topic.ofReplies(asking)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("%s has no topic for replies.".formatted(asking)));
        return mapOf(
                entry("address", mapOf(entry("location", "$message.header#/ce_replyto"))),
                entry("channel", reference("#/channels/" + topic.name())),
                entry("messages", messages(topic, traffic.senders(topic).get(answering))));
    }

    private static List<Map<String, Object>> messages(Topic topic, List<String> types) {
        return types.stream()
                .map(type -> reference("#/channels/%s/messages/%s".formatted(topic.name(), simple(type))))
                .toList();
    }

    private static String id(String service, String action, Topic topic) {
        String camel = camel(service);
        String owner = camel(topic.owner());
        return Character.toLowerCase(camel.charAt(0))
                + camel.substring(1)
                + action
                + switch (topic.purpose()) {
                    case Events(String aggregate) -> aggregate + "Events";
                    case Commands() -> owner + "Commands";
                    case Replies() -> owner + "Replies";
                    case DeadLetters() -> owner + "DeadLetters";
                };
    }

    private static String inWords(Topic topic) {
        return switch (topic.purpose()) {
            case Events(String aggregate) -> "events of each " + aggregate;
            case Commands() -> "commands to " + topic.owner();
            case Replies() -> "replies to commands of " + topic.owner();
            case DeadLetters() -> "messages that it could not handle";
        };
    }

    private static String camel(String words) {
        return Stream.of(words.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }
}
