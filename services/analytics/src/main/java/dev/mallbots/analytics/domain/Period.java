package dev.mallbots.analytics.domain;

import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The period of a query.
 *
 * @param after inclusive
 * @param before exclusive
 */
public record Period(Instant after, Instant before) {

    /** The maximum length, because one query must not read years of sales. */
    public static final Duration LONGEST = Duration.ofDays(366);

    public static final Duration USUAL = Duration.ofDays(30);

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** @throws RuleBroken if it ends before it begins, is too long, or is outside of the years that PostgreSQL can store */
    public Period {
        List<Violation> violations = new ArrayList<>();
        if (!isStorable(after)) {
            violations.add(new Violation("after", "must be in the years 1 to 9999"));
        }
        if (!isStorable(before)) {
            violations.add(new Violation("before", "must be in the years 1 to 9999"));
        }
        if (violations.isEmpty() && after.isAfter(before)) {
            violations.add(new Violation("after", "must not be later than before"));
        }
        if (violations.isEmpty() && Duration.between(after, before).compareTo(LONGEST) > 0) {
            violations.add(new Violation("after", "must be at most %d days before before".formatted(LONGEST.toDays())));
        }
        if (!violations.isEmpty()) {
            throw new RuleBroken(violations);
        }
    }

    /**
     * The default end is the end of the current hour, so that it stays the same from page to page; the default length is thirty days.
     */
    public static Period of(Optional<Instant> after, Optional<Instant> before, Instant now) {
        Instant end = before.orElseGet(() -> now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS));
        return new Period(after.orElseGet(() -> isStorable(end) ? beginning(end) : end), end);
    }

    private static Instant beginning(Instant end) {
        Instant usual = end.minus(USUAL);
        return isStorable(usual) ? usual : FIRST;
    }

    /** Whether a column can store it; Java's instants have a range a thousand times larger. */
    public static boolean isStorable(Instant instant) {
        return !instant.isBefore(FIRST) && !instant.isAfter(LAST);
    }
}
