package dev.mallbots.platform.kernel;

import java.util.List;

/** The current state does not allow the request. Over HTTP a 409. */
public non-sealed class Conflict extends Refusal {

    public Conflict(String message) {
        super(message, List.of());
    }

    public Conflict(String message, List<Violation> violations) {
        super(message, violations);
    }
}
