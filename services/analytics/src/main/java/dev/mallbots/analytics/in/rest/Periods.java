package dev.mallbots.analytics.in.rest;

import dev.mallbots.analytics.domain.Period;
import dev.mallbots.platform.service.Fields;
import java.time.Instant;
import java.util.Optional;

/** Reads periods from request parameters. */
final class Periods {

    private Periods() {}

    static Period period(String after, String before) {
        return Period.of(instant("after", after), instant("before", before), Instant.now());
    }

    private static Optional<Instant> instant(String field, String text) {
        return Optional.ofNullable(text).map(given -> Fields.instant(field, given));
    }
}
