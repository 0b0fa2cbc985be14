package dev.mallbots.platform.kernel;

import java.util.List;

/** The state of things does not allow it now. Over HTTP a 409. */
public non-sealed class Conflict extends Refusal {

    public Conflict(String message) {
        super(message, List.of());
    }

    public Conflict(String message, List<Violation> violations) {
        super(message, violations);
    }
}
