package dev.mallbots.platform.kernel;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/** New ids: UUIDv7 (RFC 9562), so that new entries of an index are added at its end. */
public final class Ids {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private Ids() {}

    /** Later ids of one process sort after earlier ones. Thread-safe. */
    public static UUID next() {
        return GENERATOR.generate();
    }
}
