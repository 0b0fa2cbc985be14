package dev.mallbots.gateway.protection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.util.function.Consumer;

/** Reports the connections of a listener before a byte is read from them. Vert.x reports a connection only with its first request. */
final class Connections {

    private static final AttributeKey<Boolean> PREPARED = AttributeKey.valueOf("mallbots.prepared");

    private Connections() {}

    /**
     * Prepares every connection of the same listener: new ones before their first byte, this one for its next request.
     *
     * @param known a connection with a request, which gives access to the listener
     */
    static void prepareAll(Channel known, Consumer<Channel> prepare) {
        Channel listener = known.parent();
        if (listener != null && listener.attr(PREPARED).setIfAbsent(true) == null) {
            listener.pipeline().addFirst(new OnAccept(prepare));
            prepare.accept(known);
        }
    }

    @Sharable
    private static final class OnAccept extends ChannelInboundHandlerAdapter {

        private final Consumer<Channel> prepare;

        OnAccept(Consumer<Channel> prepare) {
            this.prepare = prepare;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (accepted instanceof Channel connection) {
                prepare.accept(connection);
            }
            context.fireChannelRead(accepted);
        }
    }
}
