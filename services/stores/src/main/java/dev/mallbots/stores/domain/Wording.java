package dev.mallbots.stores.domain;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with the words and amounts a person gave, so that all of it is told at once. */
final class Wording {

    private final List<Violation> violations = new ArrayList<>();

    /** One line that says something: not blank, no control characters. */
    Wording line(String field, String value, int maxLength) {
        if (value.isBlank()) {
            violations.add(new Violation(field, "must not be blank"));
        } else if (value.codePoints().anyMatch(Wording::isNoLetter)) {
            violations.add(new Violation(field, "must not contain control characters"));
        }
        return atMost(field, value, maxLength);
    }

    /** Anything a person may type, empty and several lines included. */
    Wording text(String field, String value, int maxLength) {
        if (value.codePoints().anyMatch(c -> isNoLetter(c) && !Character.isWhitespace(c))) {
            violations.add(new Violation(field, "must not contain control characters"));
        }
        return atMost(field, value, maxLength);
    }

    Wording notNegative(String field, Money amount) {
        if (amount.isNegative()) {
            violations.add(new Violation(field, "must not be negative"));
        }
        return this;
    }

    void check() {
        if (!violations.isEmpty()) {
            throw new RuleBroken(violations);
        }
    }

    /** A control character, or half of a surrogate pair, which no database and no protobuf can hold. */
    private static boolean isNoLetter(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    private Wording atMost(String field, String value, int maxLength) {
        if (value.length() > maxLength) {
            violations.add(new Violation(field, "must have at most %d characters".formatted(maxLength)));
        }
        return this;
    }
}
