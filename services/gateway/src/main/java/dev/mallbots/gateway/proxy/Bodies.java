package dev.mallbots.gateway.proxy;

import dev.mallbots.gateway.protection.Strictness;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Receives requests' bodies completely before they are forwarded: a slow sender occupies some memory here and none of the few connections
 * to a service. All bodies share one limit. When no memory is left, the body that has been arriving for the longest time is rejected, so
 * fast clients are not affected.
 */
@Singleton
class Bodies {

    /**
     * The memory of a request beside its body: its headers, caller and trace. Without it, ten thousand small ones would fill the memory.
     */
    private static final int WITHOUT_BODY = 16 * 1024;

    /** A growing buffer is up to twice as large as its content. */
    private static final int GROWTH = 2;

    private final Vertx vertx;
    private final long mostOfOne;
    private final long mostOfAll;
    private final Duration patience;

    private final Set<Receiving> onTheirWay = new LinkedHashSet<>();
    private long held;

    Bodies(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize mostOfOne,
            @ConfigProperty(name = "mallbots.gateway.bodies") MemorySize mostOfAll,
            @ConfigProperty(name = "mallbots.gateway.receive") Duration patience) {
        this.vertx = vertx;
        this.mostOfOne = mostOfOne.asLongValue();
        this.mostOfAll = mostOfAll.asLongValue();
        this.patience = patience;
    }

    /** A complete body, whose memory counts until it is released. */
    interface Received {

        Buffer content();

        void letGo();
    }

    /**
     * @param request paused since its arrival
     * @return fails with {@link BodyRefused}, or when the client disconnects
     */
    Future<Received> receive(HttpServerRequest request) {
        Receiving body = new Receiving(vertx.getOrCreateContext());
        add(body);
        if (!hold(body, WITHOUT_BODY)) {
            release(body);
            return Future.failedFuture(BodyRefused.noRoom());
        }
        return body.from(request);
    }

    private synchronized void add(Receiving body) {
        onTheirWay.add(body);
    }

    /** @return false if this body is or was rejected: no memory is left, and it has been arriving for the longest time */
    private synchronized boolean hold(Receiving body, int bytes) {
        if (!onTheirWay.contains(body)) {
            return false;
        }
        while (held + bytes > mostOfAll) {
            Receiving longest = onTheirWay.iterator().next();
            if (longest == body) {
                return false;
            }
            release(longest);
            longest.giveUp();
        }
        held += bytes;
        body.held += bytes;
        return true;
    }

    private synchronized void arrived(Receiving body) {
        onTheirWay.remove(body);
    }

    private synchronized void release(Receiving body) {
        onTheirWay.remove(body);
        held -= body.held;
        body.held = 0;
        body.content = null;
    }

    private final class Receiving implements Received {

        private final Context context;
        private final Promise<Received> whole = Promise.promise();
        /** Null after it was released or rejected. */
        private volatile Buffer content = Buffer.buffer();

        private long held;

        Receiving(Context context) {
            this.context = context;
        }

        Future<Received> from(HttpServerRequest request) {
            long timer = vertx.setTimer(patience.toMillis(), late -> whole.tryFail(BodyRefused.late()));
            request.handler(this::take)
                    .exceptionHandler(whole::tryFail)
                    .endHandler(end -> complete(Strictness.hasBrokenChunks(request.connection())))
                    .resume();
            return whole.future().onComplete(done -> {
                vertx.cancelTimer(timer);
                if (done.succeeded()) {
                    arrived(this);
                } else {
                    release(this);
                }
            });
        }

        private void complete(boolean isBroken) {
            if (isBroken) {
                whole.tryFail(BodyRefused.broken());
            } else if (content == null) {
                whole.tryFail(BodyRefused.noRoom());
            } else {
                whole.tryComplete(this);
            }
        }

        private void take(Buffer part) {
            if (whole.future().isComplete()) {
                return;
            }
            Buffer before = content;
            if (before != null && before.length() + part.length() > mostOfOne) {
                whole.tryFail(BodyRefused.tooLong());
            } else if (hold(this, GROWTH * part.length())) {
                before.appendBuffer(part);
            } else {
                whole.tryFail(BodyRefused.noRoom());
            }
        }

        /** Another request, possibly on another thread, needs the memory. */
        void giveUp() {
            context.runOnContext(ours -> whole.tryFail(BodyRefused.noRoom()));
        }

        @Override
        public Buffer content() {
            return content;
        }

        @Override
        public void letGo() {
            release(this);
        }
    }
}
