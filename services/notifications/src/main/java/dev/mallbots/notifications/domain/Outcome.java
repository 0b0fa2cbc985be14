package dev.mallbots.notifications.domain;

/** What the sender said when it was handed a notification. */
public enum Outcome {
    SENT("sent"),
    /** The sender said that the message did not go out. */
    FAILED("failed"),
    /** The sender gave no answer, or this service died before it could keep the answer. */
    UNKNOWN("unknown");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /** As it is written outside: {@code sent}. */
    public String word() {
        return word;
    }
}
