package dev.mallbots.platform.kernel;

import java.util.regex.Pattern;

/**
 * What counts as a text, the same for every service: as rules, and as the regular expressions that an API's document shows. The
 * expressions use nothing but classes of characters up to U+FFFF, so that every dialect reads them alike; a character above U+FFFF counts as
 * visible.
 */
public final class Texts {

    private static final String CONTROL = "\\x00-\\x1f\\x7f-\\x9f";
    private static final String CONTROL_WITHIN_LINES = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f";

    /** Spaces and separators, control and format characters, and letters and marks that are empty by themselves, such as fillers. */
    private static final String INVISIBLE = CONTROL
            + "\\x20\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
            + "\\xad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f"
            + "\\ufeff\\ufff9-\\ufffb"
            + "\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2800\\u3164\\ufe00-\\ufe0f\\uffa0";

    /** For a document: one line of which something is visible, without control characters. */
    public static final String LINE = "^[^" + CONTROL + "]*[^" + INVISIBLE + "][^" + CONTROL + "]*$";

    /** For a document: what a person may type, several lines and nothing at all included, without other control characters. */
    public static final String TEXT = "^[^" + CONTROL_WITHIN_LINES + "]*$";

    /** For a document: the same, and something of it is visible. */
    public static final String VISIBLE_TEXT =
            "^[^" + CONTROL_WITHIN_LINES + "]*[^" + INVISIBLE + "][^" + CONTROL_WITHIN_LINES + "]*$";

    /** What is said of a text that {@link #isText} or {@link #isLine} does not take. */
    public static final String NO_TEXT = "must not contain control characters";

    /** What is said of a text that {@link #isBlank} is true of. */
    public static final String BLANK = "must not be blank";

    private static final Pattern VISIBLE = Pattern.compile("[^" + INVISIBLE + "]");

    private Texts() {}

    /** Whether nothing of it is visible; a text that is not there is blank too. */
    public static boolean isBlank(String text) {
        return text == null || !VISIBLE.matcher(text).find();
    }

    /**
     * Whether this can be kept and shown: no control characters but tabs and line breaks, no half of a character. PostgreSQL keeps
     * neither a zero nor such a half, and the other control characters would do something to a terminal or a log.
     */
    public static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(point -> Character.isISOControl(point) && "\t\n\r".indexOf(point) < 0 || isHalf(point));
    }

    /** The same for one line: no tabs and no line breaks either. */
    public static boolean isLine(String text) {
        return text.codePoints().noneMatch(point -> Character.isISOControl(point) || isHalf(point));
    }

    private static boolean isHalf(int point) {
        return Character.getType(point) == Character.SURROGATE;
    }
}
