package dev.mallbots.platform.kernel;

import java.util.regex.Pattern;

/**
 * The rules for texts in every service, as methods and as regular expressions for an OpenAPI document. The expressions use only character
 * classes up to U+FFFF, so that every dialect reads them alike; a character above U+FFFF counts as visible.
 */
public final class Texts {

    private static final String CONTROL = "\\x00-\\x1f\\x7f-\\x9f";
    private static final String CONTROL_WITHIN_LINES = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f";

    /** Spaces and separators, control and format characters, and letters and marks without a visible form, such as fillers. */
    private static final String INVISIBLE = CONTROL
            + "\\x20\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
            + "\\xad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f"
            + "\\ufeff\\ufff9-\\ufffb"
            + "\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2800\\u3164\\ufe00-\\ufe0f\\uffa0";

    /** For an OpenAPI document: one line with at least one visible character and without control characters. */
    public static final String LINE = "^[^" + CONTROL + "]*[^" + INVISIBLE + "][^" + CONTROL + "]*$";

    /** For an OpenAPI document: any text, including several lines and none, without control characters other than line breaks and tabs. */
    public static final String TEXT = "^[^" + CONTROL_WITHIN_LINES + "]*$";

    /** For an OpenAPI document: the same, with at least one visible character. */
    public static final String VISIBLE_TEXT =
            "^[^" + CONTROL_WITHIN_LINES + "]*[^" + INVISIBLE + "][^" + CONTROL_WITHIN_LINES + "]*$";

    /** The message for a text that {@link #isText} or {@link #isLine} rejects. */
    public static final String NO_TEXT = "must not contain control characters";

    /** The message for a text that is {@link #isBlank blank}. */
    public static final String BLANK = "must not be blank";

    private static final Pattern VISIBLE = Pattern.compile("[^" + INVISIBLE + "]");

    private Texts() {}

    /** Whether the text has no visible character; null is blank too. */
    public static boolean isBlank(String text) {
        return text == null || !VISIBLE.matcher(text).find();
    }

    /**
     * Whether the text can be stored and shown: no control characters except tabs and line breaks, and no unpaired surrogate. PostgreSQL
     * stores neither a zero nor such a surrogate, and other control characters would affect a terminal or a log.
     */
    public static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(point -> Character.isISOControl(point) && "\t\n\r".indexOf(point) < 0 || isHalf(point));
    }

    /** The same for one line: no tabs and no line breaks. */
    public static boolean isLine(String text) {
        return text.codePoints().noneMatch(point -> Character.isISOControl(point) || isHalf(point));
    }

    private static boolean isHalf(int point) {
        return Character.getType(point) == Character.SURROGATE;
    }
}
