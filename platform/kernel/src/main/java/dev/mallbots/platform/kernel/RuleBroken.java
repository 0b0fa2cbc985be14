package dev.mallbots.platform.kernel;

import java.util.List;

/** What was asked for breaks a rule, whatever state things are in. Over HTTP a 400. */
public final class RuleBroken extends Refusal {

    public RuleBroken(String message) {
        super(message, List.of());
    }

    /** One field is to blame. */
    public RuleBroken(String field, String message) {
        super(message, List.of(new Violation(field, message)));
    }

    public RuleBroken(String message, List<Violation> violations) {
        super(message, violations);
    }
}
