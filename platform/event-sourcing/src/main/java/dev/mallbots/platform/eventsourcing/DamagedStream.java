package dev.mallbots.platform.eventsourcing;

/** A stream can't be read as it was written: an event is missing, or its payload is not what it should be. Never answered as if it were whole. */
public final class DamagedStream extends RuntimeException {

    DamagedStream(String message) {
        super(message);
    }

    DamagedStream(String message, Throwable cause) {
        super(message, cause);
    }
}
