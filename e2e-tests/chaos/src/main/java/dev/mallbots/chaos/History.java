package dev.mallbots.chaos;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The content of the topics from their start: each message once, without the unreadable ones. */
final class History {

    static final String ORDERS = "mallbots.ordering.events.Order";

    private static final Map<String, String> STATUS_OF = Map.of(
            "OrderCreated", "pending",
            "OrderApproved", "approved",
            "OrderRejected", "rejected",
            "OrderInProgress", "in-progress",
            "OrderReadied", "ready",
            "OrderCompleted", "completed",
            "OrderCanceled", "cancelled");

    private final Map<String, Map<String, List<Said>>> byTopicAndKey = new HashMap<>();

    History(List<Said> said) {
        Map<String, Map<String, Map<UUID, Said>>> firsts = new HashMap<>();
        said.stream()
                .filter(record -> !record.isRubbish() && record.payload() != null && record.key() != null)
                .filter(record -> !record.topic().endsWith(".dead-letters"))
                .forEach(record -> firsts.computeIfAbsent(record.topic(), any -> new HashMap<>())
                        .computeIfAbsent(record.key(), any -> new LinkedHashMap<>())
                        .putIfAbsent(record.id(), record));
        firsts.forEach((topic, keys) -> keys.forEach((key, messages) ->
                byTopicAndKey.computeIfAbsent(topic, any -> new HashMap<>()).put(key, List.copyOf(messages.values()))));
    }

    Set<String> topics() {
        return byTopicAndKey.keySet();
    }

    Map<String, List<Said>> of(String topic) {
        return byTopicAndKey.getOrDefault(topic, Map.of());
    }

    /** In the order of their first delivery. */
    List<Said> of(String topic, String key) {
        return of(topic).getOrDefault(key, List.of());
    }

    List<Said> of(String topic, String key, String type) {
        return of(topic, key).stream().filter(said -> said.type().equals(type)).toList();
    }

    Stream<Said> all() {
        return byTopicAndKey.values().stream()
                .flatMap(keys -> keys.values().stream())
                .flatMap(List::stream);
    }

    Stream<Said> all(String type) {
        return all().filter(said -> said.type().equals(type));
    }

    Set<String> typesOf(String topic, String key) {
        return of(topic, key).stream().map(Said::type).collect(Collectors.toSet());
    }

    /** The status of an order after its last event. */
    Optional<String> statusOf(String order) {
        return of(ORDERS, order).stream()
                .filter(said -> STATUS_OF.containsKey(said.type()))
                .max(Comparator.comparingLong(said -> said.sequence().orElseThrow()))
                .map(said -> STATUS_OF.get(said.type()));
    }

    /** The name of a customer, a store or a product after its last rename. */
    Optional<String> nameOf(String topic, String id) {
        List<Said> naming = new ArrayList<>(of(topic, id).stream()
                .filter(said -> Set.of(
                                "CustomerRegistered",
                                "StoreCreated",
                                "StoreRebranded",
                                "ProductAdded",
                                "ProductRebranded")
                        .contains(said.type()))
                .toList());
        return naming.stream()
                .max(Comparator.comparingLong(said -> said.sequence().orElseThrow()))
                .map(said -> field(read(said), "name"));
    }

    @SuppressWarnings("unchecked")
    static <M extends Message> M read(Said said) {
        try {
            String[] words = said.fullType().split("\\.");
            Class<?> type = Class.forName("dev.mallbots.contracts.%s.v1.%s".formatted(words[1], said.type()));
            Parser<M> parser = (Parser<M>) type.getMethod("parser").invoke(null);
            return parser.parseFrom(said.payload());
        } catch (ReflectiveOperationException | InvalidProtocolBufferException e) {
            throw new IllegalStateException("can't read " + said.place(), e);
        }
    }

    static String field(Message message, String name) {
        return (String) message.getField(message.getDescriptorForType().findFieldByName(name));
    }
}
