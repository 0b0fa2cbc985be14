package dev.mallbots.platform.saga;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The state of a saga. It only moves forward in this list, and ends in one of the last two. */
public enum SagaState {
    /** Going forward: the command of its step has been sent, and its reply is awaited. */
    RUNNING,
    /** Going back: the completed steps are being undone, last first. */
    COMPENSATING,
    /** Ended: every step was done. */
    COMPLETED,
    /** Ended: every completed step is undone. */
    COMPENSATED;

    /** The word in the API: {@code compensating}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isOver() {
        return switch (this) {
            case RUNNING, COMPENSATING -> false;
            case COMPLETED, COMPENSATED -> true;
        };
    }
}
