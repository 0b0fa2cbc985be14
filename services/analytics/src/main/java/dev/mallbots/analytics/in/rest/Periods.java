package dev.mallbots.analytics.in.rest;

import dev.mallbots.analytics.domain.Period;
import dev.mallbots.platform.kernel.RuleBroken;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Periods as parameters say them. */
final class Periods {

    private Periods() {}

    static Period period(String after, String before) {
        return Period.of(instant("after", after), instant("before", before), Instant.now());
    }

    private static Optional<Instant> instant(String field, String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException unreadable) {
            throw new RuleBroken(field, "must be an instant such as 2030-01-31T12:00:00Z");
        }
    }
}
