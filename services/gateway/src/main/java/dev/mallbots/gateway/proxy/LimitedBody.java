package dev.mallbots.gateway.proxy;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A request's body whose length nobody told, which fails once it is longer than it may be. */
final class LimitedBody extends PassedBody {

    private final long limit;
    private Handler<Throwable> failed = failure -> {};
    private long seen;

    /** @param limit in bytes */
    LimitedBody(ReadStream<Buffer> body, long limit) {
        super(body);
        this.limit = limit;
    }

    boolean isTooLong() {
        return seen > limit;
    }

    @Override
    public ReadStream<Buffer> handler(Handler<Buffer> handler) {
        return super.handler(handler == null ? null : part -> pass(part, handler));
    }

    private void pass(Buffer part, Handler<Buffer> handler) {
        boolean wasTooLong = isTooLong();
        seen += part.length();
        if (!isTooLong()) {
            handler.handle(part);
        } else if (!wasTooLong) {
            failed.handle(new IllegalStateException("the body is over the limit"));
        }
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        failed = handler == null ? failure -> {} : handler;
        return super.exceptionHandler(handler);
    }

    @Override
    public ReadStream<Buffer> endHandler(Handler<Void> handler) {
        return super.endHandler(handler == null ? null : end -> endUnlessTooLong(end, handler));
    }

    private void endUnlessTooLong(Void end, Handler<Void> handler) {
        if (!isTooLong()) {
            handler.handle(end);
        }
    }
}
