package dev.mallbots.notifications.domain;

/** The result of the call to the sender. */
public enum Outcome {
    SENT("sent"),
    /** The sender reported that the message was not sent. */
    FAILED("failed"),
    /** The sender did not answer, or this service died before it could store the answer. */
    UNKNOWN("unknown");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /** The word in the API: {@code sent}. */
    public String word() {
        return word;
    }
}
