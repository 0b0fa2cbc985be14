package dev.mallbots.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.util.List;

/**
 * What must not cross the edge: headers that concern one connection only (RFC 9110, 7.6.1), and what a client says of
 * itself where only the edge can know.
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

    private final long maxBodySize;

    /** @param maxBodySize in bytes, for bodies that do not tell their length; the others were looked at before */
    Edge(long maxBodySize) {
        this.maxBodySize = maxBodySize;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        ProxyRequest request = context.request();
        HttpServerRequest asked = request.proxiedRequest();
        // the path the route was chosen by, whatever else the request line held
        request.setURI(asked.path() + (asked.query() == null ? "" : "?" + asked.query()));
        if (asked.getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
            request.setBody(Body.body(new LimitedBody(request.getBody().stream(), maxBodySize)));
        }
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
        Body body = response.getBody();
        if (body != null) {
            // the proxy would reset the answer, which the graceful shutdown takes for one still under way
            Runnable cut = () -> context.request().proxiedRequest().connection().close();
            response.setBody(Body.body(new AnswerBody(body.stream(), cut), body.length()));
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
