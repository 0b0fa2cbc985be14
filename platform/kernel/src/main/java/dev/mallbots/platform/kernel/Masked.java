package dev.mallbots.platform.kernel;

/**
 * How logs and errors show what belongs to a person: a name, a number, an address. Values that hold such a text show it so by their
 * {@code toString}, so that no log tells it by mistake.
 */
public final class Masked {

    private static final String MASK = "***";
    private static final int SHORTEST_TO_TELL_APART = 7;
    private static final int SHOWN = 2;

    private Masked() {}

    /** Three stars; behind them the last two characters of a text that is long enough, to tell two numbers apart. */
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
