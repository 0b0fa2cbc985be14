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

/** A channel for each topic: its settings, and the types of its messages. */
final class Channels {

    private final Traffic traffic;

    Channels(Traffic traffic) {
        this.traffic = traffic;
    }

    Map<String, Object> of(List<Topic> topics) {
        Map<String, Object> channels = new LinkedHashMap<>();
        topics.forEach(topic -> channels.put(topic.name(), channel(topic)));
        return channels;
    }

    private Map<String, Object> channel(Topic topic) {
        Map<String, Object> messages = new LinkedHashMap<>();
        traffic.types(topic).forEach(type -> messages.put(simple(type), reference("#/components/messages/" + type)));
        return mapOf(
                entry("address", topic.name()),
                entry("description", description(topic)),
                entry("messages", messages),
                entry("bindings", mapOf(entry("kafka", binding(topic.settings())))));
    }

    private static String description(Topic topic) {
        return switch (topic.purpose()) {
            case Events(String aggregate) ->
                "All events of each %s, from the first one. The key is its id.".formatted(aggregate);
            case Commands() -> "A saga's commands to %s. The key is the order's id.".formatted(topic.owner());
            case Replies() -> "The replies to %s's commands. The key is the command's key.".formatted(topic.owner());
            case DeadLetters() ->
                "Messages that %s could not handle, for operators. The key is the message's key."
                        .formatted(topic.owner());
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
                entry("bindingVersion", AsyncApi.KAFKA_BINDING));
    }
}
