package dev.mallbots.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;

/**
 * Sends a request only after it has been received completely. The last interceptor before sending, because the following part may be
 * repeated.
 */
final class WholeBody implements ProxyInterceptor {

    private final Bodies bodies;

    WholeBody(Bodies bodies) {
        this.bodies = bodies;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        ProxyRequest request = context.request();
        HttpServerRequest asked = request.proxiedRequest();
        request.setBody(null);
        if (!hasBody(asked)) {
            asked.resume();
            return Repetition.onceIfNeeded(context, context::sendRequest);
        }
        if ("100-continue".equalsIgnoreCase(asked.getHeader(HttpHeaders.EXPECT))) {
            request.headers().remove(HttpHeaders.EXPECT);
            asked.response().writeContinue();
        }
        return bodies.receive(asked).compose(body -> {
            Buffer content = body.content();
            return Repetition.onceIfNeeded(context, () -> {
                        request.setBody(Body.body(content));
                        return context.sendRequest();
                    })
                    .onComplete(sent -> body.letGo());
        });
    }

    private static boolean hasBody(HttpServerRequest asked) {
        String length = asked.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? asked.getHeader(HttpHeaders.TRANSFER_ENCODING) != null : !length.equals("0");
    }
}
