package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.wrong;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.mallbots.chaos.Evidence.Analytics;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderItem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Promise 5: the results of analytics equal those computed from the topics. */
record AnalyticsEqualsHistory(Evidence evidence, History history) implements Promise {

    private static final Map<String, String> STAGES = stages();

    private static Map<String, String> stages() {
        Map<String, String> typeOf = new LinkedHashMap<>();
        typeOf.put("started", "BasketStarted");
        typeOf.put("checkedOut", "BasketCheckedOut");
        typeOf.put("approved", "OrderApproved");
        typeOf.put("ready", "OrderReadied");
        typeOf.put("completed", "OrderCompleted");
        return typeOf;
    }

    @Override
    public Stream<Violation> violations() {
        Analytics told = evidence.analytics();
        Analytics expected = expected(history);
        Map<UUID, Said> byId =
                history.all().collect(Collectors.toMap(Said::id, Function.identity(), (one, same) -> one));
        return Stream.of(
                        differences("sales of product", expected.sold(), told.sold()),
                        differences("baskets that are", expected.baskets(), told.baskets()),
                        expected.trails().entrySet().stream()
                                .flatMap(trail -> trailDiffers(
                                        trail.getKey(),
                                        trail.getValue(),
                                        told.trails().getOrDefault(trail.getKey(), List.of()),
                                        byId)))
                .flatMap(Function.identity());
    }

    private static Stream<Violation> differences(String what, Map<String, ?> expected, Map<String, ?> told) {
        Set<String> names = new HashSet<>(expected.keySet());
        names.addAll(told.keySet());
        return names.stream()
                .filter(name -> !String.valueOf(expected.get(name)).equals(String.valueOf(told.get(name))))
                .map(name -> wrong(
                        5,
                        "Analytics: %s %s: %s, but the topics give %s.",
                        what,
                        name,
                        told.get(name),
                        expected.get(name)));
    }

    private static Stream<Violation> trailDiffers(
            String order, List<UUID> expected, List<UUID> told, Map<UUID, Said> byId) {
        if (!Set.copyOf(expected).equals(new HashSet<>(told)) || told.size() != expected.size()) {
            return Stream.of(lost(
                    5,
                    "Analytics has %d events in the trail of %s, the topics %d.",
                    told.size(),
                    order,
                    expected.size()));
        }
        return told.stream()
                .map(byId::get)
                .collect(Collectors.groupingBy(said -> said.topic() + said.key()))
                .values()
                .stream()
                .filter(ofOne -> !isSorted(ofOne))
                .map(ofOne -> wrong(5, "Analytics tells the trail of %s out of order.", order));
    }

    private static boolean isSorted(List<Said> said) {
        long[] sequences =
                said.stream().mapToLong(one -> one.sequence().orElseThrow()).toArray();
        long[] sorted = sequences.clone();
        Arrays.sort(sorted);
        return Arrays.equals(sequences, sorted);
    }

    static Analytics expected(History history) {
        return new Analytics(sold(history), baskets(history), trails(history));
    }

    private static Map<String, String> sold(History history) {
        Map<String, Long> pieces = new HashMap<>();
        Map<String, BigDecimal> totals = new HashMap<>();
        history.all("OrderCompleted")
                .forEach(completed -> history.of(History.ORDERS, completed.key(), "OrderCreated")
                        .forEach(created -> {
                            OrderCreated order = History.read(created);
                            for (OrderItem item : order.getItemsList()) {
                                pieces.merge(item.getProductId(), (long) item.getQuantity(), Long::sum);
                                totals.merge(item.getProductId(), total(item), BigDecimal::add);
                            }
                        }));
        return pieces.keySet().stream()
                .collect(Collectors.toMap(
                        Function.identity(), product -> Analytics.sold(pieces.get(product), totals.get(product))));
    }

    private static BigDecimal total(OrderItem item) {
        return new BigDecimal(item.getPrice().getAmount()).multiply(BigDecimal.valueOf(item.getQuantity()));
    }

    private static Map<String, Long> baskets(History history) {
        Set<String> started = history.all("BasketStarted").map(Said::key).collect(Collectors.toSet());
        return STAGES.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        stage -> history.all(stage.getValue())
                                .map(Said::key)
                                .filter(started::contains)
                                .distinct()
                                .count()));
    }

    /** For every order the ids of the events that name it, those of one aggregate in order. */
    private static Map<String, List<UUID>> trails(History history) {
        Map<String, List<UUID>> trails = new HashMap<>();
        history.all("OrderCreated").forEach(created -> trails.put(created.key(), new ArrayList<>()));
        history.all()
                .filter(said -> said.topic().contains(".events."))
                .sorted(Comparator.comparingLong(said -> said.sequence().orElseThrow()))
                .forEach(said -> idsIn(History.read(said))
                        .distinct()
                        .filter(trails::containsKey)
                        .forEach(order -> trails.get(order).add(said.id())));
        return trails;
    }

    private static Stream<String> idsIn(Message message) {
        return message.getAllFields().entrySet().stream()
                .flatMap(field -> values(field.getValue()).flatMap(value -> idsIn(field.getKey(), value)));
    }

    private static Stream<String> idsIn(FieldDescriptor field, Object value) {
        if (value instanceof Message part) {
            return idsIn(part);
        }
        return field.getName().endsWith("_id") ? Stream.of((String) value) : Stream.empty();
    }

    private static Stream<?> values(Object value) {
        return value instanceof List<?> several ? several.stream() : Stream.of(value);
    }
}
