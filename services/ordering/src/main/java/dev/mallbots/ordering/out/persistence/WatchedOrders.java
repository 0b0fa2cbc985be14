package dev.mallbots.ordering.out.persistence;

import static java.util.stream.Collectors.groupingBy;

import dev.mallbots.ordering.application.Delays;
import dev.mallbots.ordering.application.OrderNews;
import dev.mallbots.ordering.application.Orders;
import dev.mallbots.ordering.domain.Delay;
import dev.mallbots.ordering.domain.OrderUpdate;
import dev.mallbots.ordering.domain.StatusChange;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.messaging.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The orders that clients of this instance currently follow. A notification only names a changed order. The changes themselves are read by
 * one query for all orders with notifications, and only one query runs at a time. An order is also read when a client begins to follow it,
 * and all orders are read whenever notifications may have been lost. So no change is sent twice or left out.
 */
@ApplicationScoped
class WatchedOrders implements OrderNews {

    private static final Logger LOG = Logger.getLogger(WatchedOrders.class);

    /** The interval of queries; changes within it are read together. */
    private static final Duration PACE = Duration.ofMillis(50);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SAFETY_NET = Duration.ofSeconds(5);

    private final Orders orders;
    private final Delays delays;
    private final OrderNotices notices;
    private final Transactions transactions;
    private final Vertx vertx;
    private final int most;

    // all of these are guarded by this object's lock, which is never held while items are emitted
    private final Map<UUID, Set<Watcher>> watched = new HashMap<>();
    private final Set<UUID> toLookAt = new HashSet<>();
    private int watchers;
    private boolean looking;
    private boolean stopping;

    /** @param most the limit of followers */
    WatchedOrders(
            Orders orders,
            Delays delays,
            OrderNotices notices,
            Transactions transactions,
            Vertx vertx,
            MeterRegistry metrics,
            @ConfigProperty(name = "mallbots.ordering.watchers", defaultValue = "10000") int most) {
        this.orders = orders;
        this.delays = delays;
        this.notices = notices;
        this.transactions = transactions;
        this.vertx = vertx;
        this.most = most;
        metrics.gauge("orders.watchers", this, WatchedOrders::watchers);
    }

    /** The result of a query. */
    private record Found(List<StatusChange> changes, List<Delay> delays) {}

    /** Only a query changes the known sequences, and only one query runs at a time. */
    private static final class Watcher {

        private final UUID order;
        private final MultiEmitter<? super OrderUpdate> client;
        private long known;
        private boolean knowsOfDelay;

        Watcher(UUID order, long known, MultiEmitter<? super OrderUpdate> client) {
            this.order = order;
            this.known = known;
            this.client = client;
        }

        void tell(StatusChange change) {
            if (change.sequence() > known) {
                known = change.sequence();
                client.emit(change);
                if (change.isLast()) {
                    client.complete();
                }
            }
        }

        /** The delay of an order that is no longer pending is not sent. */
        void tell(Delay delay) {
            if (known == StatusChange.FIRST && !knowsOfDelay) {
                knowsOfDelay = true;
                client.emit(delay);
            }
        }
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(SAFETY_NET.toMillis(), moment -> lookAtAll());
    }

    /** Before Quarkus waits for open responses, because these streams would not end by themselves. */
    void stop(
            @Observes ShutdownDelayInitiatedEvent told,
            @ConfigProperty(name = "quarkus.shutdown.delay") Duration delay) {
        if (delay.isZero()) {
            end();
        } else {
            vertx.setTimer(delay.toMillis(), over -> end());
        }
    }

    private void end() {
        watchersAtTheEnd().forEach(watcher -> watcher.client.complete());
    }

    private synchronized List<Watcher> watchersAtTheEnd() {
        stopping = true;
        return watched.values().stream().flatMap(Collection::stream).toList();
    }

    @Override
    public Multi<OrderUpdate> of(UUID orderId, long known) {
        // concurrent callers may slightly exceed the limit, which protects memory and need not be exact
        if (watchers() >= most) {
            throw Unavailable.full("this instance has reached its limit of followed orders, try again later");
        }
        Context caller = vertx.getOrCreateContext();
        return Multi.createFrom()
                .<OrderUpdate>emitter(client -> begin(new Watcher(orderId, known, client)))
                .emitOn(command -> caller.runOnContext(turn -> command.run()));
    }

    private void begin(Watcher watcher) {
        if (!enter(watcher)) {
            watcher.client.complete();
            return;
        }
        watcher.client.onTermination(() -> leave(watcher));
        lookAt(watcher.order);
    }

    private synchronized boolean enter(Watcher watcher) {
        if (stopping) {
            return false;
        }
        watched.computeIfAbsent(watcher.order, first -> new HashSet<>()).add(watcher);
        watchers++;
        if (watchers == 1) {
            notices.listen(this::lookAt, this::lookAtAll);
        }
        return true;
    }

    private synchronized void leave(Watcher watcher) {
        Set<Watcher> together = watched.getOrDefault(watcher.order, Set.of());
        if (!together.remove(watcher)) {
            return;
        }
        if (together.isEmpty()) {
            watched.remove(watcher.order);
        }
        watchers--;
        if (watchers == 0) {
            notices.listenNoMore();
        }
    }

    private synchronized int watchers() {
        return watchers;
    }

    private synchronized void lookAt(UUID order) {
        if (watched.containsKey(order)) {
            toLookAt.add(order);
            lookIfNeeded();
        }
    }

    private synchronized void lookAtAll() {
        toLookAt.addAll(watched.keySet());
        lookIfNeeded();
    }

    private void lookIfNeeded() {
        if (looking) {
            return;
        }
        List<Watcher> concerned = toLookAt.stream()
                .flatMap(order -> watched.getOrDefault(order, Set.of()).stream())
                .toList();
        toLookAt.clear();
        if (!concerned.isEmpty()) {
            looking = true;
            look(concerned);
        }
    }

    /** A follower that is added during a query does not receive its result, but that of the next query. */
    private void look(List<Watcher> concerned) {
        Map<UUID, Long> known = new HashMap<>();
        concerned.forEach(watcher -> known.merge(watcher.order, watcher.known, Math::min));
        transactions
                .inNew(() -> orders.changesSince(known)
                        .chain(changes -> delays.of(known.keySet()).map(delayed -> new Found(changes, delayed))))
                .invoke(found -> tell(concerned, found))
                .subscribe()
                .with(found -> rest(PACE), failure -> {
                    LOG.warnf(
                            "Changes of followed orders can't be read now and will be read later: %s",
                            failure.getMessage());
                    lookAgain(known.keySet());
                    rest(PAUSE);
                });
    }

    private static void tell(List<Watcher> concerned, Found found) {
        Map<UUID, List<StatusChange>> changes = found.changes().stream().collect(groupingBy(StatusChange::orderId));
        Map<UUID, List<Delay>> delays = found.delays().stream().collect(groupingBy(Delay::orderId));
        concerned.forEach(watcher -> {
            changes.getOrDefault(watcher.order, List.of()).forEach(watcher::tell);
            delays.getOrDefault(watcher.order, List.of()).forEach(watcher::tell);
        });
    }

    private synchronized void lookAgain(Set<UUID> unread) {
        toLookAt.addAll(unread);
    }

    private void rest(Duration pause) {
        vertx.setTimer(pause.toMillis(), over -> goOn());
    }

    private synchronized void goOn() {
        looking = false;
        lookIfNeeded();
    }
}
