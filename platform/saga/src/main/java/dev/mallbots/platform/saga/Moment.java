package dev.mallbots.platform.saga;

import dev.mallbots.platform.kernel.Ids;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The two inputs of a decision from the outside world, passed as arguments so that the decision is a pure function.
 *
 * @param newId creates the ids of commands
 */
public record Moment(Instant now, Supplier<UUID> newId) {

    /** The system clock, with PostgreSQL's precision of microseconds. */
    public static Moment current() {
        return new Moment(Instant.now().truncatedTo(ChronoUnit.MICROS), Ids::next);
    }
}
