package dev.mallbots.gateway.protection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A timer on a connection, from a request's first byte until its head is complete, which closes the connection when that takes too long.
 * Otherwise a client that sends a byte now and then could occupy it for hours. Vert.x reports a connection only when a head is complete, so
 * this is a Netty handler. Used on the connection's own thread only.
 */
final class HeadClock extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<HeadClock> OURS = AttributeKey.valueOf("mallbots.head-clock");

    private final Duration patience;
    private ScheduledFuture<?> end;
    private boolean atWork;

    private HeadClock(Duration patience) {
        this.patience = patience;
    }

    static void startOn(Channel connection, Duration patience) {
        HeadClock clock = new HeadClock(patience);
        connection.attr(OURS).set(clock);
        connection.pipeline().addFirst(clock);
    }

    static Optional<HeadClock> of(Channel connection) {
        return Optional.ofNullable(connection.attr(OURS).get());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (!atWork && end == null) {
            end = context.executor().schedule(() -> context.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        context.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    /** A head is complete; the following bytes are its body. */
    void headArrived() {
        atWork = true;
        stop();
    }

    /** The following bytes are the next head. */
    void answered() {
        atWork = false;
    }

    private void stop() {
        if (end != null) {
            end.cancel(false);
            end = null;
        }
    }
}
