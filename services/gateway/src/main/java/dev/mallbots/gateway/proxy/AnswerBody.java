package dev.mallbots.gateway.proxy;

import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;

/**
 * Streams a response's body to the client, as fast as the client reads it. When a client reads nothing for too long, its connection is
 * closed, so that it does not occupy the service's connection.
 */
final class AnswerBody implements ReadStream<Buffer> {

    private static final long NONE = -1;

    private final ReadStream<Buffer> body;
    private final Vertx vertx;
    private final Duration stalled;
    private final HttpConnection client;
    private long timer = NONE;

    /** @param stalled the time after which a client that reads nothing is disconnected */
    AnswerBody(ReadStream<Buffer> body, Vertx vertx, Duration stalled, HttpConnection client) {
        this.body = body;
        this.vertx = vertx;
        this.stalled = stalled;
        this.client = client;
    }

    /** The client's own connection is full. */
    @Override
    public ReadStream<Buffer> pause() {
        if (timer == NONE) {
            timer = vertx.setTimer(stalled.toMillis(), late -> drop());
        }
        body.pause();
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        goOn();
        body.resume();
        return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        goOn();
        body.fetch(amount);
        return this;
    }

    private void goOn() {
        vertx.cancelTimer(timer);
        timer = NONE;
    }

    /** Directly on the channel, because Vert.x's close waits until the unread data has been sent. */
    private void drop() {
        Channel connection = ((ConnectionBase) client).channel();
        if (connection.isOpen()) {
            connection.pipeline().firstContext().close();
        }
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        body.exceptionHandler(
                handler == null
                        ? null
                        : failure -> {
                            goOn();
                            handler.handle(failure);
                        });
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> handler) {
        body.handler(handler);
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(Handler<Void> handler) {
        body.endHandler(handler);
        return this;
    }
}
