package dev.mallbots.platform.service;

import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.List;

/** An id that is left out or empty is told in one sentence, however the request came: {@code the payment id cannot be blank}. */
final class BlankIds {

    private static final String NAME = "[a-z]+([A-Z][a-z]+)*Id";

    private BlankIds() {}

    /**
     * @param field its name as the caller knows it; the sentence is for an id of the request itself, and not of one of its lines
     * @param message what is wrong with it, to be read behind its name
     */
    static RuleBroken refusal(String field, String message) {
        return field.matches(NAME)
                ? new RuleBroken(
                        "the %s cannot be blank".formatted(words(field)), List.of(new Violation(field, message)))
                : new RuleBroken(field, message);
    }

    private static String words(String field) {
        return field.replaceAll("([A-Z])", " $1").toLowerCase();
    }
}
