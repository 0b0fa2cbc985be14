package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.twice;
import static dev.mallbots.chaos.Violation.wrong;

import dev.mallbots.chaos.Evidence.Invoice;
import dev.mallbots.chaos.Evidence.Payment;
import dev.mallbots.chaos.Evidence.ShoppingList;
import dev.mallbots.contracts.depot.v1.ShoppingListCreated;
import dev.mallbots.contracts.depot.v1.StopItem;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderItem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Promise 2: every saga has ended; the payment, the shopping list and the invoice fit the order's result. */
record OrdersHaveTheirDue(Ledger ledger, Evidence evidence, History history) implements Promise {

    private static final Set<String> APPROVED = Set.of("approved", "in-progress", "ready", "completed");

    /**
     * @param pieces quantities by product
     * @param live shopping lists that are not cancelled
     * @param paying payments that are not voided
     */
    private record Order(
            String id,
            String status,
            BigDecimal total,
            Map<String, Integer> pieces,
            List<ShoppingList> live,
            List<Payment> paying,
            List<Invoice> invoices) {}

    @Override
    public Stream<Violation> violations() {
        Set<String> rivals = ledger.rivals().stream()
                .flatMap(both -> Stream.of(both.first(), both.second()))
                .collect(Collectors.toSet());
        Stream<Violation> ofEach = orders().flatMap(order -> Stream.of(
                        APPROVED.contains(order.status()) ? approvedWithoutBoth(order) : endedWithEither(order),
                        approvedAgainstReason(order),
                        rejectedWithoutReason(order, rivals),
                        goesOnThoughCalledOff(order),
                        collectedOtherwise(order),
                        invoicedOtherwise(order))
                .flatMap(Function.identity()));
        return Stream.of(ofEach, heldForNobody(), rivalsOtherwise()).flatMap(Function.identity());
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
                        piecesOf(created),
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
        // a list that a bot completed before the cancellation is not live
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

    /** A fault that the client could not know is no reason for a rejection; and no request ended the order. */
    private Stream<Violation> rejectedWithoutReason(Order order, Set<String> rivals) {
        return Stream.ofNullable(ledger.orders().get(order.id()))
                .filter(known -> order.status().equals("rejected"))
                .filter(known -> known.whyNever().isEmpty() && !rivals.contains(known.id()))
                .filter(known -> !ledger.mayEnd().contains(known.id()))
                .map(known -> lost(2, "Order %s was rejected, and nothing was wrong with it.", order.id()));
    }

    private Stream<Violation> goesOnThoughCalledOff(Order order) {
        return Stream.ofNullable(ledger.calledOff().get(order.id()))
                .filter(how -> APPROVED.contains(order.status()))
                .map(how -> wrong(2, "Order %s is %s though %s.", order.id(), order.status(), how));
    }

    /** Quantities of a product that is named several times are added. */
    private Stream<Violation> collectedOtherwise(Order order) {
        return order.live().stream()
                .flatMap(list ->
                        history.of("mallbots.depot.events.ShoppingList", list.id(), "ShoppingListCreated").stream())
                .<ShoppingListCreated>map(History::read)
                .filter(created -> !piecesOf(created).equals(order.pieces()))
                .map(created -> wrong(
                        2,
                        "Order %s is for %s, but its shopping list %s is for %s.",
                        order.id(),
                        order.pieces(),
                        created.getShoppingListId(),
                        piecesOf(created)));
    }

    private static Map<String, Integer> piecesOf(ShoppingListCreated list) {
        return list.getStopsList().stream()
                .flatMap(stop -> stop.getItemsList().stream())
                .collect(Collectors.toMap(StopItem::getProductId, StopItem::getQuantity, Integer::sum));
    }

    private static Map<String, Integer> piecesOf(OrderCreated order) {
        return order.getItemsList().stream()
                .collect(Collectors.toMap(OrderItem::getProductId, OrderItem::getQuantity, Integer::sum));
    }

    /** The payment that an ended order names, and that no other order names or uses, is voided, even if it was never confirmed. */
    private Stream<Violation> heldForNobody() {
        Map<String, List<OrderCreated>> byPayment = history.all("OrderCreated")
                .<OrderCreated>map(History::read)
                .collect(Collectors.groupingBy(OrderCreated::getPaymentId));
        return evidence.payments().stream()
                .filter(payment -> payment.status().equals("AUTHORIZED"))
                .flatMap(payment -> Stream.of(byPayment.getOrDefault(payment.id(), List.of()))
                        .filter(naming -> naming.size() == 1)
                        .map(List::getFirst)
                        .filter(order -> isEnded(order.getOrderId()))
                        .map(order -> wrong(
                                2,
                                "Payment %s is held for order %s, which is over.",
                                payment.id(),
                                order.getOrderId())));
    }

    private boolean isEnded(String order) {
        return history.statusOf(order)
                .filter(status -> status.equals("rejected") || status.equals("cancelled"))
                .isPresent();
    }

    private Stream<Violation> rivalsOtherwise() {
        return ledger.rivals().stream().flatMap(both -> {
            long orders = Stream.of(both.first(), both.second())
                    .filter(order -> history.statusOf(order).isPresent())
                    .count();
            long approved = Stream.of(both.first(), both.second())
                    .filter(order -> history.typesOf(History.ORDERS, order).contains("OrderApproved"))
                    .count();
            return switch ((int) approved) {
                case 0 ->
                    orders == 0
                            ? Stream.<Violation>empty()
                            : Stream.of(lost(
                                    2, "One payment was to pay for one of two orders, and pays for none: %s.", both));
                case 1 -> Stream.<Violation>empty();
                default -> Stream.of(twice(2, "One payment pays for two orders: %s.", both));
            };
        });
    }

    private Stream<Violation> invoicedOtherwise(Order order) {
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

    private boolean fits(Invoice invoice, Order order) {
        return ledger.invoiced().getOrDefault(order.id(), Set.of(order.total())).stream()
                        .anyMatch(amount -> amount.compareTo(invoice.amount()) == 0)
                && invoice.status().equals("PAID") == order.status().equals("completed");
    }
}
