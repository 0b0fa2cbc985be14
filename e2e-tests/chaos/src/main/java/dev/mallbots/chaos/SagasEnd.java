package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.wrong;

import dev.mallbots.chaos.Evidence.Saga;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Promise 2: every saga has ended; every order has had one. */
record SagasEnd(Evidence evidence, History history) implements Promise {

    @Override
    public Stream<Violation> violations() {
        return Stream.concat(unfinished(), ordersWithoutSaga());
    }

    private Stream<Violation> unfinished() {
        return evidence.sagas().stream()
                .filter(saga -> !saga.isOver() || saga.stuck())
                .map(saga -> wrong(2, "Saga %s is %s%s.", saga.id(), saga.state(), saga.stuck() ? " and stuck" : ""));
    }

    private Stream<Violation> ordersWithoutSaga() {
        Set<String> sagas = evidence.sagas().stream().map(Saga::id).collect(Collectors.toSet());
        return history.of(History.ORDERS).keySet().stream()
                .filter(order -> !sagas.contains(order))
                .map(order -> lost(2, "Order %s has no saga.", order));
    }
}
