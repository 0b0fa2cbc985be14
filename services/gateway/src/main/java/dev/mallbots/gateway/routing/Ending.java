package dev.mallbots.gateway.routing;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * The 503 of an instance that is ending. Between SIGTERM and its end it closes every connection after the response, and its database may be
 * away for good, while DNS still names it.
 */
public final class Ending {

    private static final int UNAVAILABLE = 503;

    private Ending() {}

    /** @param headers the response's, as the instance sent them */
    public static boolean isSaidBy(int status, MultiMap headers) {
        return status == UNAVAILABLE && headers.contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
    }
}
