package dev.mallbots.gateway.proxy;

import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;

/**
 * A client's request as the proxy sees it. When an answer can't be completed, since the service broke off or the client is gone,
 * the proxy resets it; Vert.x then tells nobody that the exchange is over, and a stop of the gateway waits for it. Cutting
 * the connection says the same to the client, that this was not all, and to everyone here.
 *
 * <p>To a client that knows no chunks the proxy would send nothing before it has all of an answer, so it takes every client for a newer one;
 * where there are no chunks, Vert.x sends none.
 */
final class ClientRequest extends HttpServerRequestWrapper {

    private final String path;
    private final HttpServerResponse answer;

    /** @param path the one the route was chosen by, however the client spells it */
    ClientRequest(HttpServerRequest request, String path) {
        super((HttpServerRequestInternal) request);
        this.path = path;
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

    @Override
    public HttpVersion version() {
        return HttpVersion.HTTP_1_1;
    }

    @Override
    public HttpServerResponse response() {
        return answer;
    }
}
