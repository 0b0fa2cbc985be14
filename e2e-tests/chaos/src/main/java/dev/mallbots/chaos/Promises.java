package dev.mallbots.chaos;

import java.util.List;

/** The seven promises, each checked against the clients' ledger and the evidence. */
final class Promises {

    private Promises() {}

    /** @param keysWork whether a write that was repeated with its key must have been done once */
    static List<Violation> broken(Ledger ledger, boolean keysWork, Evidence evidence) {
        return all(ledger, keysWork, evidence, new History(evidence.said())).stream()
                .flatMap(promise -> promise.violations().map(violation -> violation.foundBy(promise)))
                .toList();
    }

    private static List<Promise> all(Ledger ledger, boolean keysWork, Evidence evidence, History history) {
        return List.of(
                new AnsweredWritesAreKept(ledger, history),
                new CheckOutsBecomeOrders(ledger, evidence, history),
                new BreakageIsNoFault(ledger),
                new RetriesAreDoneOnce(ledger, keysWork, history),
                new SagasEnd(evidence, history),
                new OutagesOnlyDelayOrders(history),
                new OrdersHaveTheirDue(ledger, evidence, history),
                new CapturesEqualInvoices(evidence, history),
                new StreamsAreGapless(evidence, history),
                new MessagesKeepTheirOrder(history),
                new MessagesAreHandledInOrder(evidence),
                new MessagesAreHandledOnce(evidence),
                new EffectsHappenOnce(evidence, history),
                new SearchEqualsHistory(evidence, history),
                new AnalyticsEqualsHistory(evidence, history),
                new CopiesAreCurrent(evidence, history),
                new CustomersAreToldOnce(evidence, history),
                new DeadLettersAreKept(evidence));
    }
}
