package dev.mallbots.chaos;

import java.time.Duration;
import java.util.List;

/**
 * A planned failure.
 *
 * @param at the time since the beginning
 * @param lasting how long a process is frozen, or stays dead after a kill
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
