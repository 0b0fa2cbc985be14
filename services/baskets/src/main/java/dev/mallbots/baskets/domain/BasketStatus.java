package dev.mallbots.baskets.domain;

/** Only an open basket changes; the other two states are final. */
public enum BasketStatus {
    OPEN("open"),
    CANCELED("cancelled"),
    CHECKED_OUT("checked out");

    private final String word;

    BasketStatus(String word) {
        this.word = word;
    }

    /** The status as a word in a message. */
    public String word() {
        return word;
    }
}
