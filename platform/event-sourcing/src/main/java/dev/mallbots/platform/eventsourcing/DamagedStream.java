package dev.mallbots.platform.eventsourcing;

/** A stream is damaged: an event is missing, or its payload can't be read. It is never treated as a complete stream. */
public final class DamagedStream extends RuntimeException {

    DamagedStream(String message) {
        super(message);
    }

    DamagedStream(String message, Throwable cause) {
        super(message, cause);
    }
}
