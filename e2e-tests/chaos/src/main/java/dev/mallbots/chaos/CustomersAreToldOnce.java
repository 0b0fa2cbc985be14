package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.twice;
import static dev.mallbots.chaos.Violation.wrong;

import dev.mallbots.chaos.Evidence.Notification;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Promise 6: each notification is sent once, counted by calls of the sender. The sender is called at most once, so a service that dies
 * between its decision and the call sends nothing: such a notification is known to be unconfirmed.
 */
record CustomersAreToldOnce(Evidence evidence, History history) implements Promise {

    private static final Set<String> TOLD =
            Set.of("OrderCreated", "OrderApproved", "OrderRejected", "OrderReadied", "OrderCanceled", "OrderCompleted");

    @Override
    public Stream<Violation> violations() {
        Map<Notification, Long> calls = evidence.senderCalls().stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Set<Notification> due = due();
        return Stream.of(
                        due.stream().flatMap(news -> untold(news, calls.keySet())),
                        calls.entrySet().stream().flatMap(call -> toldAgain(call.getKey(), call.getValue())),
                        calls.keySet().stream().flatMap(news -> untrue(news, due)))
                .flatMap(Function.identity());
    }

    private Set<Notification> due() {
        return history.of(History.ORDERS).entrySet().stream()
                .flatMap(order -> order.getValue().stream()
                        .map(Said::type)
                        .filter(TOLD::contains)
                        .map(type -> new Notification(order.getKey(), kindOf(type))))
                .collect(Collectors.toSet());
    }

    private Stream<Violation> untold(Notification news, Set<Notification> called) {
        return called.contains(news) || evidence.unconfirmed().contains(news)
                ? Stream.empty()
                : Stream.of(lost(6, "No notification was sent that order %s is %s.", news.order(), news.kind()));
    }

    private static Stream<Violation> toldAgain(Notification news, long times) {
        return times > 1
                ? Stream.of(twice(6, "It was told %d times that order %s is %s.", times, news.order(), news.kind()))
                : Stream.empty();
    }

    private static Stream<Violation> untrue(Notification news, Set<Notification> due) {
        return due.contains(news)
                ? Stream.empty()
                : Stream.of(wrong(6, "It was told that order %s is %s, and it is not.", news.order(), news.kind()));
    }

    private static String kindOf(String type) {
        return switch (type) {
            case "OrderReadied" -> "order-ready";
            case "OrderCanceled" -> "order-cancelled";
            default -> "order-" + type.substring("Order".length()).toLowerCase();
        };
    }
}
