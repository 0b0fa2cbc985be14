package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.wrong;

import java.util.stream.Stream;

/** Promise 1: who is not answered is told that something is away, a 503 or 504, and may ask again; never that we did not think of it. */
record BreakageIsNoFault(Ledger ledger) implements Promise {

    @Override
    public Stream<Violation> violations() {
        return ledger.faults().entrySet().stream()
                .map(fault -> wrong(1, "%s, %d times; what is away is a 503.", fault.getKey(), fault.getValue()));
    }
}
