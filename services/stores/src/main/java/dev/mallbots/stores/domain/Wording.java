package dev.mallbots.stores.domain;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Texts;
import dev.mallbots.platform.kernel.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects all errors in the texts and amounts of a request, so that one refusal reports all of them. Its message is that of the first
 * error.
 */
final class Wording {

    private final List<RuleBroken> broken = new ArrayList<>();

    /**
     * One line of text: not blank, no control characters.
     *
     * @param value null if it is missing
     * @param whenBlank the message for a blank value; clients compare it
     */
    Wording line(String field, String value, int maxLength, String whenBlank) {
        if (Texts.isBlank(value)) {
            broken.add(new RuleBroken(whenBlank, List.of(new Violation(field, Texts.BLANK))));
            return this;
        }
        if (!Texts.isLine(value)) {
            broken.add(new RuleBroken(field, Texts.NO_TEXT));
        }
        return atMost(field, value, maxLength);
    }

    /** Any text, including empty and several lines. */
    Wording text(String field, String value, int maxLength) {
        if (!Texts.isText(value)) {
            broken.add(new RuleBroken(field, Texts.NO_TEXT));
        }
        return atMost(field, value, maxLength);
    }

    Wording notNegative(String field, Money amount, String whenNegative) {
        if (amount.isNegative()) {
            broken.add(new RuleBroken(whenNegative, List.of(new Violation(field, "must not be negative"))));
        }
        return this;
    }

    void check() {
        if (!broken.isEmpty()) {
            throw RuleBroken.all(broken);
        }
    }

    private Wording atMost(String field, String value, int maxLength) {
        if (value.length() > maxLength) {
            broken.add(new RuleBroken(field, "must have at most %d characters".formatted(maxLength)));
        }
        return this;
    }
}
