package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.wrong;

import dev.mallbots.contracts.ordering.v1.OrderCreated;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Promise 1: every confirmed write exists; for a check-out that is an order with the client's items. */
record CheckOutsBecomeOrders(Ledger ledger, Evidence evidence, History history) implements Promise {

    @Override
    public Stream<Violation> violations() {
        Set<String> checkedOut = history.all("BasketCheckedOut").map(Said::key).collect(Collectors.toSet());
        return Stream.of(withoutOrder(checkedOut), unasked(checkedOut), unlikeTheirCheckOut(checkedOut))
                .flatMap(Function.identity());
    }

    private Stream<Violation> withoutOrder(Set<String> checkedOut) {
        Map<String, Evidence.Stream> orders = evidence.streams().stream()
                .filter(stream -> stream.service().equals("ordering"))
                .collect(Collectors.toMap(Evidence.Stream::id, Function.identity()));
        return checkedOut.stream()
                .filter(basket -> !orders.containsKey(basket))
                .map(basket -> lost(1, "Basket %s was checked out, but there is no order of it.", basket));
    }

    private Stream<Violation> unasked(Set<String> checkedOut) {
        return checkedOut.stream()
                .filter(basket -> !ledger.askedCheckOuts().contains(basket))
                .map(basket -> wrong(1, "Basket %s is checked out without a request.", basket));
    }

    private Stream<Violation> unlikeTheirCheckOut(Set<String> checkedOut) {
        return history.all("OrderCreated")
                .<OrderCreated>map(History::read)
                .flatMap(created -> Stream.concat(fromNowhere(created, checkedOut), ofAnotherTotal(created)));
    }

    private Stream<Violation> fromNowhere(OrderCreated created, Set<String> checkedOut) {
        boolean asked = checkedOut.contains(created.getOrderId())
                || ledger.askedCustomers().contains(created.getCustomerId());
        return asked ? Stream.empty() : Stream.of(wrong(1, "Order %s has come from nowhere.", created.getOrderId()));
    }

    private Stream<Violation> ofAnotherTotal(OrderCreated created) {
        String total = created.getTotal().getAmount();
        return Stream.ofNullable(ledger.orders().get(created.getOrderId()))
                .filter(known -> known.total().compareTo(new BigDecimal(total)) != 0)
                .map(known -> wrong(
                        1,
                        "Order %s is over %s, but its client put things for %s into it.",
                        known.id(),
                        total,
                        known.total()));
    }
}
