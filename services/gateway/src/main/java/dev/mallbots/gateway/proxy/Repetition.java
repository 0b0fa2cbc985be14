package dev.mallbots.gateway.proxy;

import dev.mallbots.gateway.routing.Ending;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyResponse;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Repeats a request on a new connection in two cases. A connection to a service closes before the response: a restarted service leaves
 * closed connections in the pool, and it is unknown whether it got the request. Or an instance that is ending answers 503: another one may
 * be up. Only requests that are safe to repeat are repeated, and only once.
 */
final class Repetition {

    private static final String UNDER_WAY = "repetition";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private Repetition() {}

    /** @param send sends the complete request each time */
    static Future<ProxyResponse> onceIfNeeded(ProxyContext exchange, Supplier<Future<ProxyResponse>> send) {
        HttpServerRequest asked = exchange.request().proxiedRequest();
        return send.get().transform(sent -> {
            boolean isFutile = sent.succeeded() ? isOfEnding(sent.result()) : isClosedConnection(sent.cause());
            if (!isFutile || !mayComeTwice(asked) || asked.response().closed()) {
                return sent.succeeded() ? Future.succeededFuture(sent.result()) : Future.failedFuture(sent.cause());
            }
            if (sent.succeeded()) {
                sent.result().release();
            }
            exchange.set(UNDER_WAY, true);
            return send.get();
        });
    }

    private static boolean isOfEnding(ProxyResponse response) {
        return Ending.isSaidBy(response.getStatusCode(), response.headers());
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
