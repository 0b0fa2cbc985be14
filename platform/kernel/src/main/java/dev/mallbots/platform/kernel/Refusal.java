package dev.mallbots.platform.kernel;

import java.util.List;

/**
 * The business said no. Nothing was changed, and asking again without changing anything gives the same answer.
 *
 * <p>A technical failure (a database away, a timeout) is never one of these: it is any other exception, it is tried
 * again, and it is never told to anybody as a decision of the business.
 */
public abstract sealed class Refusal extends RuntimeException permits NotFound, RuleBroken, Conflict {

    private final List<Violation> violations;

    Refusal(String message, List<Violation> violations) {
        // A refusal is an answer, not a fault: nobody reads its stack, and filling it costs most of throwing it.
        super(message, null, false, false);
        this.violations = List.copyOf(violations);
    }

    /** Which fields are to blame; empty when none in particular. */
    public List<Violation> violations() {
        return violations;
    }
}
