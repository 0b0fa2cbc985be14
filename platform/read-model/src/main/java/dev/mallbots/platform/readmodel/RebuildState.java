package dev.mallbots.platform.readmodel;

import java.util.Locale;

/** How far a rebuild is. */
public enum RebuildState {
    RUNNING,
    DONE,
    FAILED;

    /** As operators read it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RebuildState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
