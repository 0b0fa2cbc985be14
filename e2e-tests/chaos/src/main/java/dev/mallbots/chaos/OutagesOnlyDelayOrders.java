package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;

import java.util.stream.Stream;

/** Promise 2: every saga has ended, and an outage only delays it: no order is rejected because a service did not answer. */
record OutagesOnlyDelayOrders(History history) implements Promise {

    private static final String UNANSWERED = "no reply";

    @Override
    public Stream<Violation> violations() {
        return history.all("OrderRejected")
                .filter(rejected -> reason(rejected).contains(UNANSWERED))
                .map(rejected ->
                        lost(2, "Order %s was rejected for want of an answer: %s.", rejected.key(), reason(rejected)));
    }

    private static String reason(Said rejected) {
        return History.field(History.read(rejected), "reason");
    }
}
