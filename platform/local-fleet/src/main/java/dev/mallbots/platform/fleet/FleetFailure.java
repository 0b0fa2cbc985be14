package dev.mallbots.platform.fleet;

/** A failure for the user: its message is one sentence that says what happened and what to do. */
public final class FleetFailure extends RuntimeException {

    public FleetFailure(String sentence) {
        super(sentence);
    }

    public FleetFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
