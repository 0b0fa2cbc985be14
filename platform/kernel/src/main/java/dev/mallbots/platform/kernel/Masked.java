package dev.mallbots.platform.kernel;

/**
 * Masks personal data in logs and errors: a name, a number, an address. Values with such a text use it in their {@code toString}, so that
 * no log shows the text by mistake.
 */
public final class Masked {

    private static final String MASK = "***";
    private static final int SHORTEST_TO_TELL_APART = 7;
    private static final int SHOWN = 2;

    private Masked() {}

    /** Three stars, followed by the last two characters of a text that is long enough, so that two numbers can be distinguished. */
    public static String of(String personal) {
        if (personal == null) {
            return "nothing";
        }
        int characters = personal.codePointCount(0, personal.length());
        return characters < SHORTEST_TO_TELL_APART
                ? MASK
                : MASK + personal.substring(personal.offsetByCodePoints(personal.length(), -SHOWN));
    }
}
