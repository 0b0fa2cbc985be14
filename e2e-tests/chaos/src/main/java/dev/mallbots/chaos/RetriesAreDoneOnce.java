package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.twice;

import dev.mallbots.chaos.Ledger.Filling;
import dev.mallbots.contracts.baskets.v1.BasketItemAdded;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Promise 1: every confirmed write exists; a write that was repeated with its key exists once. */
record RetriesAreDoneOnce(Ledger ledger, boolean keysWork, History history) implements Promise {

    private static final String BASKETS = "mallbots.baskets.events.Basket";

    @Override
    public Stream<Violation> violations() {
        return keysWork ? Stream.concat(operationsDoneTwice(), basketsFilledTwice()) : Stream.empty();
    }

    private Stream<Violation> operationsDoneTwice() {
        return ledger.operations().entrySet().stream()
                .flatMap(allowed -> doneTooOften(allowed.getKey(), allowed.getValue()));
    }

    private Stream<Violation> doneTooOften(String event, Map<String, Integer> allowed) {
        Map<String, Integer> done = history.all()
                .filter(said -> said.fullType().equals(event))
                .collect(Collectors.toMap(
                        said -> History.field(History.read(said), "customer_id"), said -> 1, Integer::sum));
        return done.entrySet().stream()
                .filter(times -> times.getValue() > allowed.getOrDefault(times.getKey(), 0))
                .map(times -> twice(
                        1,
                        "Customer %s asked for %d times %s, with a key each, and got it %d times.",
                        times.getKey(),
                        allowed.getOrDefault(times.getKey(), 0),
                        event,
                        times.getValue()));
    }

    private Stream<Violation> basketsFilledTwice() {
        return ledger.fillings().stream().flatMap(this::filledOtherwise);
    }

    private Stream<Violation> filledOtherwise(Filling filling) {
        Map<String, Integer> held = history.of(BASKETS, filling.basket(), "BasketItemAdded").stream()
                .<BasketItemAdded>map(History::read)
                .map(BasketItemAdded::getItem)
                .collect(Collectors.toMap(item -> item.getProductId(), item -> item.getQuantity(), Integer::sum));
        return held.equals(filling.quantities())
                ? Stream.empty()
                : Stream.of(twice(
                        1,
                        "Into basket %s its client put %s, but there is %s in it.",
                        filling.basket(),
                        filling.quantities(),
                        held));
    }
}
