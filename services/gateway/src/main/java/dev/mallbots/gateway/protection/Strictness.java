package dev.mallbots.gateway.protection;

import dev.mallbots.platform.service.Problem;
import dev.mallbots.platform.service.Problems;
import dev.mallbots.platform.service.rest.UnreadableRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Checks requests between Netty and Vert.x. Requests that Vert.x, Quarkus or the proxy would refuse without a body are marked as
 * unreadable. A marked request, by Netty or here, goes to the router like any other, which answers all of them in the same way. A body with
 * broken chunks ends at the fault, so that its request can be answered. After either, no more is read from the connection, and it is
 * closed.
 */
public final class Strictness extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<Boolean> BROKEN = AttributeKey.valueOf("mallbots.broken-chunks");
    private static final String CHUNKED = HttpHeaderValues.CHUNKED.toString();
    private static final int A_MOMENT_SECONDS = 1;

    private final TrustedProxies proxies;
    private boolean isOver;

    private Strictness(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    /** Whether the body that has just ended on this connection is incomplete because of broken chunks. */
    public static boolean hasBrokenChunks(HttpConnection connection) {
        return ((ConnectionBase) connection).channel().hasAttr(BROKEN);
    }

    /**
     * From the next bytes of this connection on.
     *
     * @param router answers unreadable requests
     */
    static void on(Channel connection, Handler<HttpServerRequest> router, TrustedProxies proxies) {
        connection.pipeline().addFirst(new OnFirstBytes(router, proxies));
    }

    /** Vert.x initialises a connection only after it has been accepted. */
    private static final class OnFirstBytes extends ChannelInboundHandlerAdapter {

        private final Handler<HttpServerRequest> router;
        private final TrustedProxies proxies;

        OnFirstBytes(Handler<HttpServerRequest> router, TrustedProxies proxies) {
            this.router = router;
            this.proxies = proxies;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            ChannelPipeline pipeline = context.pipeline();
            ChannelHandlerContext vertx = pipeline.context(VertxHandler.class);
            if (vertx != null
                    && ((VertxHandler<?>) vertx.handler()).getConnection()
                            instanceof Http1xServerConnection connection) {
                connection.invalidRequestHandler(router);
                // a client's fault is no error for our log
                connection.exceptionHandler(told -> {});
                pipeline.addBefore(vertx.name(), null, new Strictness(proxies));
            }
            pipeline.remove(this);
            context.fireChannelRead(bytes);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        switch (read) {
            case Object more when isOver -> ReferenceCountUtil.release(more);
            case HttpRequest request -> {
                if (request.decoderResult().isSuccess()) {
                    check(request);
                    proxies.keepOnlyTheClient(context.channel().remoteAddress(), request.headers());
                }
                isOver = request.decoderResult().isFailure();
                context.fireChannelRead(request);
            }
            case HttpContent part
            when part.decoderResult().isFailure() -> {
                isOver = true;
                ReferenceCountUtil.release(part);
                context.channel().attr(BROKEN).set(true);
                context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
                context.executor().schedule(() -> context.close(), A_MOMENT_SECONDS, TimeUnit.SECONDS);
            }
            default -> context.fireChannelRead(read);
        }
    }

    private static void check(HttpRequest request) {
        problem(request)
                .ifPresent(found -> request.setDecoderResult(DecoderResult.failure(new UnreadableRequest(found))));
    }

    private static Optional<Problem> problem(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (version != HttpVersion.HTTP_1_1 && version != HttpVersion.HTTP_1_0) {
            // the response can't have an unsupported version
            request.setProtocolVersion(HttpVersion.HTTP_1_1);
            return Optional.of(Problems.ofStatus(505));
        }
        if (!isAddress(request.uri())) {
            return Optional.of(Problems.badRequest("the address is not percent-encoded as RFC 3986 asks for"));
        }
        return isChunkedAtMost(request) ? Optional.empty() : Optional.of(Problems.ofStatus(501));
    }

    private static boolean isAddress(String text) {
        try {
            new URI(text);
            return text.chars().allMatch(character -> character < 0x80);
        } catch (URISyntaxException badlyEncoded) {
            return false;
        }
    }

    /** Apple's clients write it with a capital letter; the proxy knows it only in small letters. */
    private static boolean isChunkedAtMost(HttpRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return true;
        }
        request.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        return codings.size() == 1 && codings.getFirst().strip().equalsIgnoreCase(CHUNKED);
    }
}
