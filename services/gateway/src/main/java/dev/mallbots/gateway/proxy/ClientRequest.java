package dev.mallbots.gateway.proxy;

import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;

/**
 * A client's request as the proxy sees it. When an answer can't be completed, since the service broke off or the client is gone,
 * the proxy resets it; Vert.x then tells nobody that the exchange is over, and a stop of the gateway waits for it. Cutting
 * the connection says the same to the client, that this was not all, and to everyone here.
 */
final class ClientRequest extends HttpServerRequestWrapper {

    private final HttpServerResponse answer;

    ClientRequest(HttpServerRequest request) {
        super((HttpServerRequestInternal) request);
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
    public HttpServerResponse response() {
        return answer;
    }
}
