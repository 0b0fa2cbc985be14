package dev.mallbots.gateway.routing;

/** No instance of a service could be given the request: nothing was sent to any. */
public final class Unreached extends RuntimeException {

    Unreached(String service, Throwable cause) {
        super("no instance of " + service + " could be reached", cause);
    }
}
