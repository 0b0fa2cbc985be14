package dev.mallbots.platform.readmodel;

import java.util.Locale;

/** The state of a rebuild. */
public enum RebuildState {
    RUNNING,
    DONE,
    FAILED;

    /** The word in the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RebuildState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
