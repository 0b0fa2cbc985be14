package dev.mallbots.analytics.domain;

import dev.mallbots.platform.kernel.RuleBroken;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The fields by which sales can be grouped, in their sort order. */
public enum Dimension {
    HOUR("hour"),
    STORE("store"),
    PRODUCT("product");

    private final String word;

    Dimension(String word) {
        this.word = word;
    }

    /** The word in the API. */
    public String word() {
        return word;
    }

    /**
     * @param words separated by commas, such as {@code hour,store}
     * @throws RuleBroken if there is no word, an unknown one, or a repeated one
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
