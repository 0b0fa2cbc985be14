package dev.mallbots.gateway.routing;

/** Every reachable instance of a service has reached its limit of requests: the request was not sent. */
public final class Busy extends RuntimeException {

    Busy(String service) {
        super("every instance of " + service + " is busy");
    }
}
