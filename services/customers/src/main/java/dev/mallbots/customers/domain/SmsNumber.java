package dev.mallbots.customers.domain;

import dev.mallbots.platform.kernel.RuleBroken;
import java.util.regex.Pattern;

/**
 * A number that messages can be sent to. It is kept as the customer wrote it, and compared by its digits: the same
 * number written otherwise is the same number.
 */
public record SmsNumber(String text) {

    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_DIGITS = 15;
    public static final int LONGEST = 40;
    /** All of these rules but {@link #LONGEST} as one regular expression. */
    public static final String FORM = "^[ .\\-()\\[\\]]*\\+?([ .\\-()\\[\\]]*[0-9]){7,15}[ .\\-()\\[\\]]*$";

    // one + at most, and none behind the first digit
    private static final Pattern USUAL = Pattern.compile("[ .\\-()\\[\\]]*\\+?[0-9 .\\-()\\[\\]]*");
    private static final Pattern NO_DIGIT = Pattern.compile("[^0-9]");

    public SmsNumber {
        if (text == null || text.isBlank()) {
            throw refused("must not be blank");
        }
        if (text.length() > LONGEST) {
            throw refused("must not be longer than " + LONGEST + " characters");
        }
        if (!USUAL.matcher(text).matches()) {
            throw refused("may hold digits, a leading +, spaces, dots, dashes and brackets only");
        }
        int digits = digitsOf(text).length();
        if (digits < FEWEST_DIGITS || digits > MOST_DIGITS) {
            throw refused("must have " + FEWEST_DIGITS + " to " + MOST_DIGITS + " digits");
        }
    }

    public String digits() {
        return digitsOf(text);
    }

    public boolean sameAs(SmsNumber other) {
        return digits().equals(other.digits());
    }

    private static String digitsOf(String text) {
        return NO_DIGIT.matcher(text).replaceAll("");
    }

    private static RuleBroken refused(String why) {
        return new RuleBroken("smsNumber", why);
    }
}
