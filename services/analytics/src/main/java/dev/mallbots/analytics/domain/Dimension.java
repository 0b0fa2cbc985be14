package dev.mallbots.analytics.domain;

import dev.mallbots.platform.kernel.RuleBroken;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What sales can be told apart by, in the order in which they are sorted. */
public enum Dimension {
    HOUR("hour"),
    STORE("store"),
    PRODUCT("product");

    private final String word;

    Dimension(String word) {
        this.word = word;
    }

    /** As clients have it. */
    public String word() {
        return word;
    }

    /**
     * @param words with commas between them, such as {@code hour,store}
     * @throws RuleBroken when there is none, an unknown one, or the same one twice
     */
    public static Set<Dimension> ofWords(String words) {
        Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);
        for (String word : words.split(",", -1)) {
            if (!dimensions.add(ofWord(word))) {
                throw new RuleBroken("by", "must name each only once");
            }
        }
        return dimensions;
    }

    private static Dimension ofWord(String word) {
        return Arrays.stream(values())
                .filter(dimension -> dimension.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new RuleBroken("by", "must be hour, store, product, or several with commas between"));
    }
}
