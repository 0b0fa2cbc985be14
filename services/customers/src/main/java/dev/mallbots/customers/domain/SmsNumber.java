package dev.mallbots.customers.domain;

import dev.mallbots.platform.kernel.Masked;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Texts;
import dev.mallbots.platform.kernel.Violation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A phone number for messages, stored as the customer wrote it, with spaces, dots, dashes and brackets. */
public record SmsNumber(String text) {

    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;
    public static final int LONGEST = 40;
    /** All of these rules except {@link #LONGEST} as one regular expression. */
    public static final String FORM = "^[ .\\-()\\[\\]]*\\+?([ .\\-()\\[\\]]*[0-9]){7,15}[ .\\-()\\[\\]]*$";

    // at most one +, and only before the first digit
    private static final Pattern USUAL = Pattern.compile("[ .\\-()\\[\\]]*\\+?[0-9 .\\-()\\[\\]]*");
    private static final Pattern NO_DIGIT = Pattern.compile("[^0-9]");

    public SmsNumber {
        wrong(text).ifPresent(broken -> {
            throw broken;
        });
    }

    /** The reason for which a text is not a valid number, if there is one. */
    static Optional<RuleBroken> wrong(String text) {
        if (Texts.isBlank(text)) {
            return Optional.of(
                    new RuleBroken("the SMS number cannot be blank", List.of(new Violation("smsNumber", Texts.BLANK))));
        }
        if (text.length() > LONGEST) {
            return refused("must not be longer than " + LONGEST + " characters");
        }
        if (!USUAL.matcher(text).matches()) {
            return refused("may hold digits, a leading +, spaces, dots, dashes and brackets only");
        }
        int digits = NO_DIGIT.matcher(text).replaceAll("").length();
        return digits < FEWEST_DIGITS || digits > MOST_DIGITS
                ? refused("must have " + FEWEST_DIGITS + " to " + MOST_DIGITS + " digits")
                : Optional.empty();
    }

    private static Optional<RuleBroken> refused(String why) {
        return Optional.of(new RuleBroken("smsNumber", why));
    }

    @Override
    public String toString() {
        return Masked.of(text);
    }
}
