package dev.mallbots.gateway.proxy;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** An answer's body. When it breaks off, the client's connection is cut: only so can a client know that this was not all. */
final class AnswerBody extends PassedBody {

    private final Runnable cut;

    AnswerBody(ReadStream<Buffer> body, Runnable cut) {
        super(body);
        this.cut = cut;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
        return super.exceptionHandler(handler == null ? null : failure -> cut.run());
    }
}
