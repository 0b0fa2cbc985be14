package dev.mallbots.gateway.protection;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * HTTP/1.0 has no chunks, so only the end of the connection ends a response without a length, even if the client asked to keep the
 * connection. nginx uses 1.0 for its upstreams by default.
 */
@Singleton
class OldClients {

    void register(@Observes Router router) {
        router.route().order(Orders.HEAD_ARRIVED).handler(exchange -> {
            if (exchange.request().version() == HttpVersion.HTTP_1_0
                    && exchange.request().method() != HttpMethod.HEAD) {
                exchange.addHeadersEndHandler(head -> closeWithoutLength(exchange));
            }
            exchange.next();
        });
    }

    private static void closeWithoutLength(RoutingContext exchange) {
        MultiMap headers = exchange.response().headers();
        if (!headers.contains(HttpHeaders.CONTENT_LENGTH)) {
            headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            exchange.addEndHandler(end -> exchange.request().connection().close());
        }
    }
}
