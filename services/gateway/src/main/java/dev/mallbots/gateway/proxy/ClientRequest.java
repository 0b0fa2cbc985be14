package dev.mallbots.gateway.proxy;

import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.net.SocketAddress;

/**
 * A client's request for the proxy. When a response can't be completed, because the service or the client disconnected, the proxy resets
 * it; Vert.x then never reports the end of the exchange, and a shutdown of the gateway waits for it. Closing the connection tells the
 * client that the response is incomplete, and ends the exchange here.
 *
 * <p>For a client without chunks the proxy would buffer a whole response, so it is told that every client has them; where there are none,
 * Vert.x does not send chunks.
 */
final class ClientRequest extends HttpServerRequestWrapper {

    private final String path;
    private final SocketAddress client;
    private final HttpServerResponse answer;

    /** @param path the one that chose the route, in whatever spelling the client sent it */
    ClientRequest(HttpServerRequest request, String path) {
        super((HttpServerRequestInternal) request);
        this.path = path;
        this.client = request.remoteAddress();
        this.answer = new AbstractResponseWrapper(request.response()) {

            @Override
            public boolean reset(long code) {
                request.connection().close();
                return true;
            }

            @Override
            public boolean reset() {
                return reset(0);
            }
        };
    }

    @Override
    public String path() {
        return path;
    }

    /** Vert.x's wrapper asks the connection, which knows only the proxy in front of the gateway. */
    @Override
    public SocketAddress remoteAddress() {
        return client;
    }

    @Override
    public HttpVersion version() {
        return HttpVersion.HTTP_1_1;
    }

    @Override
    public HttpServerResponse response() {
        return answer;
    }
}
