package dev.mallbots.platform.saga;

import dev.mallbots.platform.kernel.Ids;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The two things a decision needs from the outside world, handed in so that it stays a pure function.
 *
 * @param newId makes the ids of commands
 */
public record Moment(Instant now, Supplier<UUID> newId) {

    /** The clock on the wall, to the microsecond that PostgreSQL keeps. */
    public static Moment current() {
        return new Moment(Instant.now().truncatedTo(ChronoUnit.MICROS), Ids::next);
    }
}
