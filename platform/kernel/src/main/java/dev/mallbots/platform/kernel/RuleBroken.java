package dev.mallbots.platform.kernel;

import java.util.List;
import java.util.stream.Collectors;

/** The request breaks a rule in every state. Over HTTP a 400. */
public final class RuleBroken extends Refusal {

    public RuleBroken(String message) {
        super(message, List.of());
    }

    /**
     * One field is wrong.
     *
     * @param message the fault, to be read after the field's name: {@code must not be blank}
     */
    public RuleBroken(String field, String message) {
        this(List.of(new Violation(field, message)));
    }

    /** Several fields are wrong. */
    public RuleBroken(List<Violation> violations) {
        this(violations.stream().map(Violation::sentence).collect(Collectors.joining("; ")), violations);
    }

    public RuleBroken(String message, List<Violation> violations) {
        super(message, violations);
    }

    /**
     * Combines several broken rules: all violations, with the message of the first.
     *
     * @param broken at least one
     */
    public static RuleBroken all(List<RuleBroken> broken) {
        return new RuleBroken(
                broken.getFirst().getMessage(),
                broken.stream().flatMap(each -> each.violations().stream()).toList());
    }
}
