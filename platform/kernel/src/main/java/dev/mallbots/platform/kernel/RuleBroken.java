package dev.mallbots.platform.kernel;

import java.util.List;
import java.util.stream.Collectors;

/** What was asked for breaks a rule, whatever state things are in. Over HTTP a 400. */
public final class RuleBroken extends Refusal {

    public RuleBroken(String message) {
        super(message, List.of());
    }

    /**
     * One field is to blame.
     *
     * @param message what is wrong with it, to be read behind its name: {@code must not be blank}
     */
    public RuleBroken(String field, String message) {
        this(List.of(new Violation(field, message)));
    }

    /** Several fields are to blame. */
    public RuleBroken(List<Violation> violations) {
        this(violations.stream().map(Violation::sentence).collect(Collectors.joining("; ")), violations);
    }

    public RuleBroken(String message, List<Violation> violations) {
        super(message, violations);
    }

    /**
     * Several rules at once: the violations of all, under the message of the first.
     *
     * @param broken at least one
     */
    public static RuleBroken all(List<RuleBroken> broken) {
        return new RuleBroken(
                broken.getFirst().getMessage(),
                broken.stream().flatMap(each -> each.violations().stream()).toList());
    }
}
