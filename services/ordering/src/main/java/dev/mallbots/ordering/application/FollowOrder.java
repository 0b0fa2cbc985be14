package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.OrderUpdate;
import dev.mallbots.ordering.domain.StatusChange;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Reads the past changes of an order and follows the new ones. */
@ApplicationScoped
public class FollowOrder {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Orders orders;
    private final OrderNews news;
    private final Caller caller;

    FollowOrder(Orders orders, OrderNews news, Caller caller) {
        this.orders = orders;
        this.news = news;
        this.caller = caller;
    }

    /**
     * The database is queried here, before the answer starts.
     *
     * @param known the sequence of the last change that the caller received; a caller without one, or with one that this order does not
     *       have, first receives the current status
     * @return empty if the caller has received the final change; fails with NotFound
     */
    public Uni<Optional<Multi<OrderUpdate>>> handle(UUID id, OptionalLong known) {
        return history(id)
                .onFailure(NotFound.class)
                .recoverWithUni(missing -> historyOnceThere(id, missing))
                .map(changes -> follow(changes, known));
    }

    /** The whole order is read too, so that a history without its end is detected. */
    private Uni<List<StatusChange>> history(UUID id) {
        return Panache.withSession(() -> orders.get(id)
                .invoke(order -> caller.mustBe(order.customerId()))
                .chain(order -> orders.changesSince(Map.of(id, 0L))));
    }

    /** A client may follow its order from the check-out on, before the basket's event has arrived here. */
    private Uni<List<StatusChange>> historyOnceThere(UUID id, Throwable missing) {
        return news.of(id, 0).toUni().ifNoItem().after(GRACE).failWith(missing).chain(() -> history(id));
    }

    private Optional<Multi<OrderUpdate>> follow(List<StatusChange> past, OptionalLong known) {
        var latest = past.getLast();
        List<OrderUpdate> untold = List.copyOf(untold(past, known));
        if (!latest.isLast()) {
            var live = news.of(latest.orderId(), latest.sequence());
            return Optional.of(
                    Multi.createBy().concatenating().streams(Multi.createFrom().iterable(untold), live));
        }
        return untold.isEmpty()
                ? Optional.empty()
                : Optional.of(Multi.createFrom().iterable(untold));
    }

    private static List<StatusChange> untold(List<StatusChange> past, OptionalLong known) {
        var latest = past.getLast();
        if (known.isEmpty() || known.getAsLong() > latest.sequence()) {
            return List.of(latest);
        }
        return past.stream()
                .filter(change -> change.sequence() > known.getAsLong())
                .toList();
    }
}
