package dev.mallbots.platform.kernel;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** New ids: UUIDv7 (RFC 9562), so that new entries of an index are added at its end. */
public final class Ids {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Ids() {}

    /** Later ids of one process sort after earlier ones. Thread-safe. */
    public static UUID next() {
        return GENERATOR.generate();
    }

    /** The time at which the id was made, in milliseconds; empty for an id of another kind, which has no time. */
    public static Optional<Instant> timeOf(UUID id) {
        return id.version() == 7
                ? Optional.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
                : Optional.empty();
    }
}
