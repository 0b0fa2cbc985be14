package dev.mallbots.platform.service;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads values that come as text (protobuf fields, parameters); what can't be read is a {@link RuleBroken} that names its field. */
public final class Fields {

    /** For the API's document: one line that says something, without control characters. */
    public static final String LINE = "^(?=.*\\S)[^\\x00-\\x1f\\x7f-\\x9f]*$";

    /** For the API's document: what a person may type, several lines included, without other control characters. */
    public static final String TEXT = "^[^\\x00-\\x08\\x0e-\\x1b\\x7f-\\x9f]*$";

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** What is said of a text that {@link #isText} does not take. */
    public static final String NO_TEXT = "must not contain control characters";

    private Fields() {}

    /**
     * @param field its name as the caller knows it
     * @throws RuleBroken when it is not a UUID in full length; {@link UUID#fromString} alone would take {@code 1-1-1-1-1}
     */
    public static UUID uuid(String field, String text) {
        if (!isUuid(text)) {
            throw new RuleBroken(field, "must be a UUID");
        }
        return UUID.fromString(text);
    }

    /**
     * @param field its name as the caller knows it
     * @throws RuleBroken when it is not a plain decimal, or does not fit {@link Money}
     */
    public static Money money(String field, String text) {
        try {
            return Money.of(text);
        } catch (RuleBroken broken) {
            throw new RuleBroken(field, broken.violations().getFirst().message());
        }
    }

    /**
     * @param field its name as the caller knows it
     * @throws RuleBroken when it is not an instant with its offset, such as {@code 2030-01-31T12:00:00Z}
     */
    public static Instant instant(String field, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            throw new RuleBroken(field, "must be an instant such as 2030-01-31T12:00:00Z");
        }
    }

    /**
     * Whether this can be kept and shown: no control characters but tabs and line breaks, no half of a character. PostgreSQL keeps
     * neither a zero nor such a half, and what the others do to a terminal or a log is nobody's wish.
     */
    public static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(point -> Character.isISOControl(point) && "\t\n\r".indexOf(point) < 0
                        || Character.getType(point) == Character.SURROGATE);
    }

    /** Whether this is a UUID in full length. */
    public static boolean isUuid(String text) {
        return UUID_TEXT.matcher(text).matches();
    }
}
