package dev.mallbots.analytics.domain;

/** The stages of a basket on its way to a sale, in order. */
public enum Stage {
    STARTED("started"),
    CHECKED_OUT("checked-out"),
    APPROVED("approved"),
    READY("ready"),
    COMPLETED("completed");

    private final String word;

    Stage(String word) {
        this.word = word;
    }

    /** The word in the table. */
    public String word() {
        return word;
    }
}
