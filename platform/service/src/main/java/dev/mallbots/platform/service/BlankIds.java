package dev.mallbots.platform.service;

import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.List;

/** The message for a missing or empty id, the same for HTTP and gRPC: {@code the payment id cannot be blank}. */
final class BlankIds {

    private static final String NAME = "[a-z]+([A-Z][a-z]+)*Id";

    private BlankIds() {}

    /**
     * @param field its name in the request; the message is for an id of the request itself, and not of one of its lines
     * @param message the fault, to be read after the field's name
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
