package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.twice;
import static dev.mallbots.chaos.Violation.wrong;

import dev.mallbots.chaos.Evidence.FoundLine;
import dev.mallbots.chaos.Evidence.FoundOrder;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderItem;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Promise 5: read models equal the result of the topics; this check covers the orders in search. */
record SearchEqualsHistory(Evidence evidence, History history) implements Promise {

    @Override
    public Stream<Violation> violations() {
        List<FoundOrder> expected =
                history.all("OrderCreated").map(this::expected).toList();
        Map<String, FoundOrder> found = evidence.found().stream()
                .collect(Collectors.toMap(FoundOrder::id, Function.identity(), (first, again) -> again));
        return Stream.of(
                        foundTwice(),
                        expected.stream().flatMap(order -> foundOtherwise(order, found)),
                        untold(found.keySet(), expected))
                .flatMap(Function.identity());
    }

    private Stream<Violation> foundTwice() {
        Set<String> seen = new HashSet<>();
        return evidence.found().stream()
                .map(FoundOrder::id)
                .filter(order -> !seen.add(order))
                .map(order -> twice(5, "Search finds order %s twice.", order));
    }

    private static Stream<Violation> foundOtherwise(FoundOrder order, Map<String, FoundOrder> found) {
        FoundOrder seen = found.get(order.id());
        if (seen == null) {
            return Stream.of(lost(5, "Search does not find order %s.", order.id()));
        }
        return same(order, seen)
                ? Stream.empty()
                : Stream.of(wrong(5, "Search shows %s, but the topics give %s.", seen, order));
    }

    private static Stream<Violation> untold(Set<String> found, List<FoundOrder> expected) {
        Set<String> told = expected.stream().map(FoundOrder::id).collect(Collectors.toSet());
        return found.stream()
                .filter(order -> !told.contains(order))
                .map(order -> wrong(5, "Search finds order %s, of which no topic tells.", order));
    }

    private FoundOrder expected(Said said) {
        OrderCreated created = History.read(said);
        return new FoundOrder(
                created.getOrderId(),
                created.getCustomerId(),
                nameOf("mallbots.customers.events.Customer", created.getCustomerId()),
                new BigDecimal(created.getTotal().getAmount()),
                history.statusOf(created.getOrderId()).orElseThrow(),
                created.getItemsList().stream().map(this::expected).toList());
    }

    private FoundLine expected(OrderItem item) {
        return new FoundLine(
                item.getProductId(),
                item.getStoreId(),
                nameOf("mallbots.stores.events.Product", item.getProductId()),
                nameOf("mallbots.stores.events.Store", item.getStoreId()),
                new BigDecimal(item.getPrice().getAmount()),
                item.getQuantity());
    }

    private String nameOf(String topic, String id) {
        return history.nameOf(topic, id).orElse("");
    }

    private static boolean same(FoundOrder one, FoundOrder other) {
        return one.customer().equals(other.customer())
                && one.customerName().equals(other.customerName())
                && one.total().compareTo(other.total()) == 0
                && one.status().equals(other.status())
                && normal(one.lines()).equals(normal(other.lines()));
    }

    private static Map<String, String> normal(List<FoundLine> lines) {
        return lines.stream()
                .collect(Collectors.toMap(
                        FoundLine::product,
                        line -> String.join(
                                "|",
                                line.store(),
                                line.productName(),
                                line.storeName(),
                                line.price().stripTrailingZeros().toPlainString(),
                                Objects.toString(line.quantity())),
                        (one, other) -> one + " and " + other));
    }
}
