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
 * The orders that clients of this instance watch just now. A notice only says which order to look at; what became of it is
 * read, for all orders that there was a notice of in one query, one look after the other. An order is looked at as well when
 * somebody begins to watch it, and all are whenever a notice may have been missed; so nothing is told twice or left out.
 */
@ApplicationScoped
class WatchedOrders implements OrderNews {

    private static final Logger LOG = Logger.getLogger(WatchedOrders.class);

    /** From one look to the next: what happens meanwhile is read together. */
    private static final Duration PACE = Duration.ofMillis(50);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SAFETY_NET = Duration.ofSeconds(5);

    private final Orders orders;
    private final Delays delays;
    private final OrderNotices notices;
    private final Transactions transactions;
    private final Vertx vertx;
    private final int most;

    // all of these are guarded by this object's lock, under which nobody is told anything
    private final Map<UUID, Set<Watcher>> watched = new HashMap<>();
    private final Set<UUID> toLookAt = new HashSet<>();
    private int watchers;
    private boolean looking;
    private boolean stopping;

    /** @param most how many may watch at once */
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

    /** What a look found. */
    private record Found(List<StatusChange> changes, List<Delay> delays) {}

    /** Only looks change what is known: there is one at a time. */
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

        /** Of an order that has moved on nobody wants to know it. */
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

    /** Before the wait for open answers, of which these would be the last. */
    void stop(@Observes ShutdownDelayInitiatedEvent told) {
        end().forEach(watcher -> watcher.client.complete());
    }

    private synchronized List<Watcher> end() {
        stopping = true;
        return watched.values().stream().flatMap(Collection::stream).toList();
    }

    @Override
    public Multi<OrderUpdate> of(UUID orderId, long known) {
        // some that come at the same moment may get past it: it is there for the sake of memory, not of the number
        if (watchers() >= most) {
            throw Unavailable.full("as many orders are watched as can be, try again later");
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

    /** Whoever begins to watch meanwhile is not told of what is found, but by the next look. */
    private void look(List<Watcher> concerned) {
        Map<UUID, Long> known = new HashMap<>();
        concerned.forEach(watcher -> known.merge(watcher.order, watcher.known, Math::min));
        transactions
                .inNew(() -> orders.changesSince(known)
                        .chain(changes -> delays.of(known.keySet()).map(delayed -> new Found(changes, delayed))))
                .invoke(found -> tell(concerned, found))
                .subscribe()
                .with(found -> rest(PACE), failure -> {
                    LOG.warnf("What became of watched orders can't be read now, but will be: %s", failure.getMessage());
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
