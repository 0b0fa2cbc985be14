package dev.mallbots.platform.kernel;

import java.util.List;

/** The requested object does not exist. Over HTTP a 404. */
public final class NotFound extends Refusal {

    /**
     * @param what the kind of object, in the business's word: {@code order}
     * @param id the requested id
     */
    public NotFound(String what, Object id) {
        super("there is no %s %s".formatted(what, id), List.of());
    }

    private NotFound(String message, List<Violation> violations) {
        super(message, violations);
    }

    /** For a field of a request that names an unknown object. */
    public static NotFound of(String field, String message) {
        return new NotFound(message, List.of(new Violation(field, message)));
    }
}
