package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.twice;
import static dev.mallbots.chaos.Violation.wrong;

import dev.mallbots.chaos.Evidence.Invoice;
import dev.mallbots.chaos.Evidence.Payment;
import dev.mallbots.chaos.Evidence.ShoppingList;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Promise 2: every saga is over; the payment, the shopping list and the invoice fit what became of its order. */
record OrdersHaveTheirDue(Ledger ledger, Evidence evidence, History history) implements Promise {

    private static final Set<String> APPROVED = Set.of("approved", "in-progress", "ready", "completed");

    /**
     * @param live shopping lists that were not cancelled
     * @param paying payments that were not voided
     */
    private record Order(
            String id,
            String status,
            BigDecimal total,
            List<ShoppingList> live,
            List<Payment> paying,
            List<Invoice> invoices) {}

    @Override
    public Stream<Violation> violations() {
        return orders().flatMap(order -> Stream.of(
                        APPROVED.contains(order.status()) ? approvedWithoutBoth(order) : endedWithEither(order),
                        approvedAgainstReason(order),
                        invoicedOtherwise(order))
                .flatMap(Function.identity()));
    }

    private Stream<Order> orders() {
        Map<String, List<ShoppingList>> live = evidence.shoppingLists().stream()
                .filter(ShoppingList::isLive)
                .collect(Collectors.groupingBy(ShoppingList::order));
        Map<String, List<Payment>> paying = evidence.payments().stream()
                .filter(payment -> payment.order().isPresent())
                .filter(payment -> !payment.status().equals("VOIDED"))
                .collect(Collectors.groupingBy(payment -> payment.order().orElseThrow()));
        Map<String, List<Invoice>> invoices =
                evidence.invoices().stream().collect(Collectors.groupingBy(Invoice::order));
        return history.all("OrderCreated")
                .<OrderCreated>map(History::read)
                .map(created -> new Order(
                        created.getOrderId(),
                        history.statusOf(created.getOrderId()).orElseThrow(),
                        new BigDecimal(created.getTotal().getAmount()),
                        live.getOrDefault(created.getOrderId(), List.of()),
                        paying.getOrDefault(created.getOrderId(), List.of()),
                        invoices.getOrDefault(created.getOrderId(), List.of())));
    }

    private static Stream<Violation> approvedWithoutBoth(Order order) {
        Stream.Builder<Violation> violations = Stream.builder();
        if (order.live().size() != 1) {
            violations.add(wrong(
                    2,
                    "Order %s is %s and has %d live shopping lists.",
                    order.id(),
                    order.status(),
                    order.live().size()));
        }
        if (order.paying().size() > 1) {
            violations.add(twice(
                    2,
                    "Order %s is paid %d times: %s.",
                    order.id(),
                    order.paying().size(),
                    order.paying()));
        } else if (!isCovered(order)) {
            violations.add(wrong(
                    2,
                    "Order %s over %s is %s and is paid by %s.",
                    order.id(),
                    order.total(),
                    order.status(),
                    order.paying()));
        }
        return violations.build();
    }

    private static boolean isCovered(Order order) {
        return order.paying().stream().anyMatch(payment -> payment.amount().compareTo(order.total()) >= 0);
    }

    private static Stream<Violation> endedWithEither(Order order) {
        if (order.status().equals("pending")) {
            return Stream.of(wrong(2, "Order %s is still pending.", order.id()));
        }
        Stream.Builder<Violation> violations = Stream.builder();
        // what a bot has brought home before the cancellation came is no longer live
        List<ShoppingList> walking = order.live().stream()
                .filter(list -> !list.status().equals("COMPLETED"))
                .toList();
        if (!walking.isEmpty()) {
            violations.add(
                    wrong(2, "Order %s is %s and has a live shopping list: %s.", order.id(), order.status(), walking));
        }
        if (!order.paying().isEmpty()) {
            violations.add(
                    wrong(2, "Order %s is %s and holds a payment: %s.", order.id(), order.status(), order.paying()));
        }
        return violations.build();
    }

    private Stream<Violation> approvedAgainstReason(Order order) {
        return Stream.ofNullable(ledger.orders().get(order.id()))
                .flatMap(known -> known.whyNever().stream())
                .filter(why -> history.typesOf(History.ORDERS, order.id()).contains("OrderApproved"))
                .map(why -> wrong(2, "Order %s is %s though %s.", order.id(), order.status(), why));
    }

    private static Stream<Violation> invoicedOtherwise(Order order) {
        if (order.invoices().size() > 1) {
            return Stream.of(twice(2, "Order %s has several invoices: %s.", order.id(), order.invoices()));
        }
        boolean due = order.status().equals("ready") || order.status().equals("completed");
        if (!due) {
            return Stream.empty();
        }
        if (order.invoices().isEmpty()) {
            return Stream.of(lost(2, "Order %s is %s and has no invoice.", order.id(), order.status()));
        }
        return order.invoices().stream()
                .filter(invoice -> !fits(invoice, order))
                .map(invoice -> wrong(
                        2,
                        "Order %s over %s is %s and its invoice is %s.",
                        order.id(),
                        order.total(),
                        order.status(),
                        invoice));
    }

    private static boolean fits(Invoice invoice, Order order) {
        return invoice.amount().compareTo(order.total()) == 0
                && invoice.status().equals("PAID") == order.status().equals("completed");
    }
}
