package dev.mallbots.analytics.domain;

/** How far a basket can come on its way to a sale, in this order. */
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

    /** As rows have it. */
    public String word() {
        return word;
    }
}
