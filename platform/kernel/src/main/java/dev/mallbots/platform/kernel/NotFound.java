package dev.mallbots.platform.kernel;

import java.util.List;

/** There is no such thing. Over HTTP a 404. */
public final class NotFound extends Refusal {

    /**
     * @param what the kind of thing, in the business's word: {@code order}
     * @param id what was asked for
     */
    public NotFound(String what, Object id) {
        super("there is no %s %s".formatted(what, id), List.of());
    }

    private NotFound(String message, List<Violation> violations) {
        super(message, violations);
    }

    /** For a field of a request that names what is not there. */
    public static NotFound of(String field, String message) {
        return new NotFound(message, List.of(new Violation(field, message)));
    }
}
