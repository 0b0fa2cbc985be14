package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.wrong;

import java.util.stream.Stream;

/** Promise 1: a client without a result gets a 503 or 504 for the outage, and may repeat the request; never a 500. */
record BreakageIsNoFault(Ledger ledger) implements Promise {

    @Override
    public Stream<Violation> violations() {
        return ledger.faults().entrySet().stream()
                .map(fault -> wrong(1, "%s, %d times; what is away is a 503.", fault.getKey(), fault.getValue()));
    }
}
