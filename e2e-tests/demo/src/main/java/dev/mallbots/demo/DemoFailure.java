package dev.mallbots.demo;

/** The order did not complete as expected; the message is for a person. */
final class DemoFailure extends RuntimeException {

    private final int status;

    DemoFailure(String message) {
        this(0, message);
    }

    /** @param status the gateway's response status */
    DemoFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    boolean isNotFound() {
        return status == 404;
    }

    boolean isConflict() {
        return status == 409;
    }
}
