package dev.mallbots.gateway.routing;

/** No instance of a service is reachable: the request was not sent. */
public final class Unreached extends RuntimeException {

    Unreached(String service, Throwable cause) {
        super("no instance of " + service + " could be reached", cause);
    }
}
