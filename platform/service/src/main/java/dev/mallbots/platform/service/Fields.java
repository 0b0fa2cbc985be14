package dev.mallbots.platform.service;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.regex.Pattern;

/** Parses texts (protobuf fields, parameters); an unreadable text is a {@link RuleBroken} with its field. */
public final class Fields {

    /** The message for a text that is not {@link #isUuid a UUID}. */
    static final String NO_UUID = "must be a UUID";

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final int DIGITS_OF_LONG = 19;

    private Fields() {}

    /**
     * @param field its name in the request
     * @throws RuleBroken if it is not a UUID in full length; {@link UUID#fromString} alone would accept {@code 1-1-1-1-1}
     */
    public static UUID uuid(String field, String text) {
        if (text.isEmpty()) {
            throw BlankIds.refusal(field, NO_UUID);
        }
        if (!isUuid(text)) {
            throw new RuleBroken(field, NO_UUID);
        }
        return UUID.fromString(text);
    }

    /**
     * @param field its name in the request
     * @throws RuleBroken if it is not a plain decimal, or does not fit {@link Money}
     */
    public static Money money(String field, String text) {
        try {
            return Money.of(text);
        } catch (RuleBroken broken) {
            throw new RuleBroken(field, broken.violations().getFirst().message());
        }
    }

    /**
     * @param field its name in the request
     * @throws RuleBroken if it is not an instant with its offset, such as {@code 2030-01-31T12:00:00Z}
     */
    public static Instant instant(String field, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            throw new RuleBroken(field, "must be an instant such as 2030-01-31T12:00:00Z");
        }
    }

    /**
     * A whole number in any notation: JSON has no integer type, so {@code 2.0} and {@code 1e2} are as valid as {@code 100}.
     *
     * @throws NumberFormatException if it has a fraction
     * @throws ArithmeticException if it does not fit a {@code long}
     */
    public static long whole(BigDecimal number) {
        // expanding 1e999999999 would fill the heap
        if ((long) number.precision() - number.scale() > DIGITS_OF_LONG) {
            throw new ArithmeticException("out of range");
        }
        if (number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
            throw new NumberFormatException("a fraction");
        }
        return number.signum() == 0 ? 0 : number.longValueExact();
    }

    /** Whether this is a UUID in full length. */
    public static boolean isUuid(String text) {
        return UUID_TEXT.matcher(text).matches();
    }
}
