package dev.mallbots.chaos;

import java.time.Duration;
import java.util.List;

/**
 * Something that breaks.
 *
 * @param at since the beginning
 * @param lasting how long a frozen process stands still, or how long a killed one stays dead
 */
record Fault(Duration at, Kind kind, List<String> targets, Duration lasting) {

    enum Kind {
        KILL,
        FREEZE
    }

    @Override
    public String toString() {
        return "%6.1f s  %-6s %s for %.1f s"
                .formatted(
                        at.toMillis() / 1000.0,
                        kind.name().toLowerCase(),
                        String.join(", ", targets),
                        lasting.toMillis() / 1000.0);
    }
}
