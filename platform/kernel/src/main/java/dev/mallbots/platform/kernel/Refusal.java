package dev.mallbots.platform.kernel;

import java.util.List;

/**
 * A decision of the business against a request. Nothing was changed, and the same request gets the same answer while the state is the same.
 *
 * <p>A technical failure (a database that is down, a timeout) is never a refusal. It is another exception, is tried again, and is never
 * reported as a decision of the business.
 */
public abstract sealed class Refusal extends RuntimeException permits NotFound, RuleBroken, Conflict {

    private final List<Violation> violations;

    Refusal(String message, List<Violation> violations) {
        // A refusal is an answer, not a fault: no code reads its stack trace, and filling it in is most of the cost of
        // throwing.
        super(message, null, false, false);
        this.violations = List.copyOf(violations);
    }

    /** The wrong fields; empty if the refusal concerns no field. */
    public List<Violation> violations() {
        return violations;
    }
}
