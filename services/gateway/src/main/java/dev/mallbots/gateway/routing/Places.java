package dev.mallbots.gateway.routing;

import com.netflix.concurrency.limits.Limiter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Assigns requests to the instances of a service: each instance has as many places as {@link ConcurrencyLimits} says. When all are taken,
 * requests wait here for {@code mallbots.gateway.wait}, first come first served, so that a burst is served late rather than refused.
 */
@Singleton
class Places {

    /** The limit of waiting requests for a service; further ones are refused, so that they do not fill the memory. */
    private static final int MOST_WAITING = 1_000;

    private final VertxInternal vertx;
    private final ConcurrencyLimits limits;
    private final Pressure pressure;
    private final long waitMillis;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    Places(
            Vertx vertx,
            ConcurrencyLimits limits,
            Pressure pressure,
            MeterRegistry metrics,
            @ConfigProperty(name = "mallbots.gateway.wait") Duration wait) {
        this.vertx = (VertxInternal) vertx;
        this.limits = limits;
        this.pressure = pressure;
        this.waitMillis = wait.toMillis();
        metrics.gauge("gateway.waiting", this, Places::waiting);
    }

    private int waiting() {
        return lines.values().stream().mapToInt(Line::waiting).sum();
    }

    /** A place at an instance. It ends with one of the three calls, the first of which counts. */
    interface Place {

        URI instance();

        /** The head of the response has arrived. */
        void answered();

        /** The instance has not answered within the time limit. */
        void silent();

        /** The request gives no information about the instance's speed: it was not reached, or the client disconnected. */
        void unused();
    }

    /**
     * @param instances the possible ones, the best first; evaluated again when a place becomes free
     * @param mayWait if false, a request without a place is refused at once
     * @return fails with {@link Busy} if no place is free in time
     */
    Future<Place> take(String service, Supplier<List<URI>> instances, boolean mayWait) {
        return lines.computeIfAbsent(service, Line::new).take(instances, mayWait);
    }

    private final class Line {

        private record Waiting(Supplier<List<URI>> instances, long since, Promise<Place> place) {}

        private final String service;
        private final Queue<Waiting> waiting = new ArrayDeque<>();

        Line(String service) {
            this.service = service;
        }

        synchronized int waiting() {
            return waiting.size();
        }

        Future<Place> take(Supplier<List<URI>> instances, boolean mayWait) {
            long now = System.nanoTime();
            ContextInternal context = vertx.getOrCreateContext();
            Waiting last;
            synchronized (this) {
                Optional<Place> free = waiting.isEmpty() ? free(instances, now) : Optional.empty();
                if (free.isPresent()) {
                    return context.succeededFuture(free.get());
                }
                if (!mayWait || waiting.size() == MOST_WAITING) {
                    pressure.refused();
                    return context.failedFuture(new Busy(service));
                }
                last = new Waiting(instances, now, context.promise());
                waiting.add(last);
            }
            long timer = vertx.setTimer(waitMillis, over -> giveUp(last));
            return last.place().future().onComplete(placed -> vertx.cancelTimer(timer));
        }

        private Optional<Place> free(Supplier<List<URI>> instances, long since) {
            return instances.get().stream()
                    .flatMap(instance ->
                            limits
                                    .acquire(instance)
                                    .<Place>map(listener -> new Taken(instance, listener, since))
                                    .stream())
                    .findFirst();
        }

        private void giveUp(Waiting tired) {
            boolean stillWaits;
            synchronized (this) {
                stillWaits = waiting.remove(tired);
            }
            if (stillWaits) {
                pressure.refused();
                tired.place().fail(new Busy(service));
            }
        }

        private void callNext() {
            while (true) {
                Waiting next;
                Place place;
                synchronized (this) {
                    var served = firstServed();
                    if (served.isEmpty()) {
                        return;
                    }
                    next = served.get().getKey();
                    place = served.get().getValue();
                }
                next.place().complete(place);
            }
        }

        /** A request that has tried an instance in vain does not return to it, so a later one in the queue may be served first. */
        private Optional<Map.Entry<Waiting, Place>> firstServed() {
            for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
                Waiting one = all.next();
                Optional<Place> free = free(one.instances(), one.since());
                if (free.isPresent()) {
                    all.remove();
                    return Optional.of(Map.entry(one, free.get()));
                }
            }
            return Optional.empty();
        }

        private final class Taken implements Place {

            private final URI instance;
            private final Limiter.Listener listener;
            private final long since;

            Taken(URI instance, Limiter.Listener listener, long since) {
                this.instance = instance;
                this.listener = listener;
                this.since = since;
            }

            @Override
            public URI instance() {
                return instance;
            }

            @Override
            public void answered() {
                pressure.answered(System.nanoTime() - since);
                listener.onSuccess();
                callNext();
            }

            @Override
            public void silent() {
                pressure.answered(System.nanoTime() - since);
                listener.onDropped();
                callNext();
            }

            @Override
            public void unused() {
                listener.onIgnore();
                callNext();
            }
        }
    }
}
