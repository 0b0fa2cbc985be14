package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;

import dev.mallbots.chaos.Ledger.Answered;
import java.util.stream.Stream;

/** Promise 1: every confirmed write exists. */
record AnsweredWritesAreKept(Ledger ledger, History history) implements Promise {

    @Override
    public Stream<Violation> violations() {
        return ledger.answered().stream().filter(done -> !isThere(done)).map(AnsweredWritesAreKept::missing);
    }

    private boolean isThere(Answered done) {
        return !history.of(done.deed().topic, done.id(), done.deed().event).isEmpty();
    }

    private static Violation missing(Answered done) {
        return lost(
                1,
                "A client was told '%s' of %s, but no %s of it is on %s.",
                done.deed().name().toLowerCase().replace('_', ' '),
                done.id(),
                done.deed().event,
                done.deed().topic);
    }
}
