package dev.mallbots.platform.saga;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a saga is. It moves down this list only, from the first to one of the last two. */
public enum SagaState {
    /** Going forward: the command of its step is out, and its reply awaited. */
    RUNNING,
    /** Going back: what was done is being undone, last first. */
    COMPENSATING,
    /** Over: every step was done. */
    COMPLETED,
    /** Over: everything that was done is undone. */
    COMPENSATED;

    /** As it is written for people: {@code compensating}. */
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
