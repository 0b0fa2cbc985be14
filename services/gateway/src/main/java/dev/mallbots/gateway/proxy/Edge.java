package dev.mallbots.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.time.Duration;
import java.util.List;

/**
 * Removes what must not pass the edge: headers that concern one connection only (RFC 9110, 7.6.1), and statements of a client about itself
 * that only the edge can make.
 */
final class Edge implements ProxyInterceptor {

    private static final List<String> ONE_HOP = List.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "upgrade");

    /** Headers that name a service's software. */
    private static final List<String> BANNERS = List.of("server", "x-powered-by");

    private final Vertx vertx;
    private final Duration stalled;

    /** @param stalled the time after which a client that reads nothing is disconnected */
    Edge(Vertx vertx, Duration stalled) {
        this.vertx = vertx;
        this.stalled = stalled;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        ProxyRequest request = context.request();
        HttpServerRequest asked = request.proxiedRequest();
        // the path that chose the route, whatever else the request line contains
        request.setURI(asked.path() + (asked.query() == null ? "" : "?" + asked.query()));
        MultiMap headers = request.headers();
        removeOneHop(headers);
        headers.remove("forwarded");
        headers.remove("x-forwarded-port");
        headers.set("x-forwarded-for", asked.remoteAddress().hostAddress());
        headers.set("x-forwarded-proto", asked.scheme());
        if (asked.authority() != null) {
            headers.set("x-forwarded-host", asked.authority().toString());
        }
        return context.sendRequest();
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        ProxyResponse response = context.response();
        removeOneHop(response.headers());
        BANNERS.forEach(response.headers()::remove);
        Body body = response.getBody();
        if (body != null) {
            HttpConnection client = context.request().proxiedRequest().connection();
            response.setBody(Body.body(new AnswerBody(body.stream(), vertx, stalled, client), body.length()));
        }
        return context.sendResponse();
    }

    private static void removeOneHop(MultiMap headers) {
        headers.getAll("connection").stream()
                .flatMap(names -> List.of(names.split(",")).stream())
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList()
                .forEach(headers::remove);
        ONE_HOP.forEach(headers::remove);
    }
}
