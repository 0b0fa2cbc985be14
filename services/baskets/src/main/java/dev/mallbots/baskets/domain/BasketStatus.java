package dev.mallbots.baskets.domain;

/** Only an open basket changes; the other two are for ever. */
public enum BasketStatus {
    OPEN("open"),
    CANCELED("cancelled"),
    CHECKED_OUT("checked out");

    private final String word;

    BasketStatus(String word) {
        this.word = word;
    }

    /** For a sentence to a person. */
    public String word() {
        return word;
    }
}
