package dev.mallbots.gateway.routing;

/** Every instance of a service that can be reached works on as many requests as it can: nothing was sent to any. */
public final class Busy extends RuntimeException {

    Busy(String service) {
        super("every instance of " + service + " is busy");
    }
}
