package dev.mallbots.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyResponse;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Asks once more when a connection to a service closes before there is an answer: a service that has just been restarted leaves connections
 * in the pool, and whether it got the request is not known. Only what may come twice is repeated, and on a connection of its own.
 */
final class Repetition {

    private static final String UNDER_WAY = "repetition";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private Repetition() {}

    /** @param send sends the request, whole each time */
    static Future<ProxyResponse> onceIfNeeded(ProxyContext exchange, Supplier<Future<ProxyResponse>> send) {
        return send.get().recover(failure -> {
            HttpServerRequest asked = exchange.request().proxiedRequest();
            if (!isClosedConnection(failure)
                    || !mayComeTwice(asked)
                    || asked.response().closed()) {
                return Future.failedFuture(failure);
            }
            exchange.set(UNDER_WAY, true);
            return send.get();
        });
    }

    static boolean isUnderWay(ProxyContext exchange) {
        return Boolean.TRUE.equals(exchange.get(UNDER_WAY, Boolean.class));
    }

    private static boolean isClosedConnection(Throwable failure) {
        return failure instanceof HttpClosedException || failure instanceof IOException;
    }

    private static boolean mayComeTwice(HttpServerRequest asked) {
        return asked.method() == HttpMethod.GET
                || asked.method() == HttpMethod.HEAD
                || asked.headers().contains(IDEMPOTENCY_KEY);
    }
}
