package dev.mallbots.platform.service;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Limits the wait for something of a pool that must go back there, such as a connection.
 *
 * <p>The time limits of Vert.x's own pools lose connections (<a
 * href="https://github.com/eclipse-vertx/vertx-sql-client/pull/1620">mended for databases, in Vert.x 5</a>): when the limit ends between the
 * grant of a connection and its delivery on a busy event loop, the caller has given up, and nobody gives the connection back.
 */
public final class LimitedWait {

    private LimitedWait() {}

    /**
     * Waits for {@code asked} on the caller's Vert.x context.
     *
     * @param giveBack gets what arrives after the limit
     * @return what was asked for; fails with {@code tooLate} after {@code limit}, or as {@code asked} does
     */
    public static <T> Future<T> of(
            Duration limit, Vertx vertx, Future<T> asked, Supplier<Throwable> tooLate, Consumer<T> giveBack) {
        Promise<T> answer = ((ContextInternal) vertx.getOrCreateContext()).promise();
        long timer = vertx.setTimer(limit.toMillis(), ended -> answer.tryFail(tooLate.get()));
        asked.onComplete(arrival -> {
            vertx.cancelTimer(timer);
            if (arrival.failed()) {
                answer.tryFail(arrival.cause());
            } else if (!answer.tryComplete(arrival.result())) {
                giveBack.accept(arrival.result());
            }
        });
        return answer.future();
    }
}
