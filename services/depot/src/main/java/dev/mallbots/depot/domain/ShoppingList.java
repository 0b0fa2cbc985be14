package dev.mallbots.depot.domain;

import static dev.mallbots.depot.domain.ShoppingListStatus.ACTIVE;
import static dev.mallbots.depot.domain.ShoppingListStatus.ASSIGNED;
import static dev.mallbots.depot.domain.ShoppingListStatus.AVAILABLE;
import static dev.mallbots.depot.domain.ShoppingListStatus.CANCELLED;
import static dev.mallbots.depot.domain.ShoppingListStatus.COMPLETED;
import static dev.mallbots.depot.domain.ShoppingListStatus.PENDING;

import dev.mallbots.depot.domain.ShoppingListEvent.ShoppingListAssigned;
import dev.mallbots.depot.domain.ShoppingListEvent.ShoppingListAvailable;
import dev.mallbots.depot.domain.ShoppingListEvent.ShoppingListCanceled;
import dev.mallbots.depot.domain.ShoppingListEvent.ShoppingListCompleted;
import dev.mallbots.depot.domain.ShoppingListEvent.ShoppingListCreated;
import dev.mallbots.depot.domain.ShoppingListEvent.ShoppingListStarted;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The goods that a bot collects for one order, store by store.
 *
 * <p>Every decision returns the events that follow and changes nothing; only {@link #apply} makes a new state.
 *
 * @param botId the assigned bot; empty before the assignment
 * @param due the time at which the bot has visited every stop; empty before its start
 */
public record ShoppingList(
        UUID id,
        UUID orderId,
        Origin origin,
        List<Stop> stops,
        ShoppingListStatus status,
        Optional<UUID> botId,
        Optional<Instant> due) {

    public ShoppingList {
        stops = List.copyOf(stops);
    }

    public static List<ShoppingListEvent> create(UUID id, UUID orderId, Origin origin, List<Pick> picks) {
        return List.of(new ShoppingListCreated(id, orderId, origin, Stop.plan(picks)));
    }

    /** The saga makes the list available to the bots; a repetition changes nothing. */
    public List<ShoppingListEvent> initiate() {
        return switch (status) {
            case PENDING -> List.of(new ShoppingListAvailable());
            case AVAILABLE, ASSIGNED, ACTIVE, COMPLETED -> List.of();
            case CANCELLED -> throw refused("initiated");
        };
    }

    /** Assigns a bot, which starts at once. */
    public List<ShoppingListEvent> assign(UUID bot, Instant now, Duration perStop) {
        return switch (status) {
            case AVAILABLE -> setOff(bot, now, perStop);
            case PENDING, ASSIGNED, ACTIVE, COMPLETED, CANCELLED -> throw refused("assigned");
        };
    }

    /**
     * Staff choose the bot. For a list made by staff this also permits its collection. The list of an order waits for its saga; otherwise
     * bots would collect goods that are not paid for.
     */
    public List<ShoppingListEvent> assignByHand(UUID bot, Instant now, Duration perStop) {
        if (status != PENDING || origin != Origin.STAFF) {
            return assign(bot, now, perStop);
        }
        var assigned = setOff(bot, now, perStop);
        return List.of(new ShoppingListAvailable(), assigned.getFirst(), assigned.getLast());
    }

    /** All goods are collected, because the walk is due or staff say so. Refused before a bot has started. */
    public List<ShoppingListEvent> complete() {
        return switch (status) {
            case ACTIVE -> List.of(new ShoppingListCompleted());
            case PENDING, AVAILABLE, ASSIGNED, COMPLETED, CANCELLED -> throw refused("completed");
        };
    }

    /** Staff cancel the list. If an order's saga made the list, they give up the order with it. */
    public List<ShoppingListEvent> cancel() {
        return switch (status) {
            case PENDING, AVAILABLE, ASSIGNED, ACTIVE -> List.of(new ShoppingListCanceled(origin == Origin.ORDER));
            case COMPLETED, CANCELLED -> throw refused("canceled");
        };
    }

    /** The list's order has ended. A list that is completed or cancelled stays as it is. */
    public List<ShoppingListEvent> orderEnded() {
        return switch (status) {
            case PENDING, AVAILABLE, ASSIGNED, ACTIVE -> List.of(new ShoppingListCanceled(false));
            case COMPLETED, CANCELLED -> List.of();
        };
    }

    /** @param current null before the first event */
    public static ShoppingList apply(ShoppingList current, ShoppingListEvent event) {
        return switch (event) {
            case ShoppingListCreated(var id, var order, var origin, var stops) ->
                new ShoppingList(id, order, origin, stops, PENDING, Optional.empty(), Optional.empty());
            case ShoppingListAvailable _ -> current.with(AVAILABLE);
            case ShoppingListAssigned(var bot) -> current.with(ASSIGNED, Optional.of(bot), current.due);
            case ShoppingListStarted(var due) -> current.with(ACTIVE, current.botId, Optional.of(due));
            case ShoppingListCompleted _ -> current.with(COMPLETED);
            case ShoppingListCanceled _ -> current.with(CANCELLED);
        };
    }

    private List<ShoppingListEvent> setOff(UUID bot, Instant now, Duration perStop) {
        return List.of(
                new ShoppingListAssigned(bot), new ShoppingListStarted(now.plus(perStop.multipliedBy(stops.size()))));
    }

    private ShoppingList with(ShoppingListStatus next) {
        return with(next, botId, due);
    }

    private ShoppingList with(ShoppingListStatus next, Optional<UUID> bot, Optional<Instant> walkDue) {
        return new ShoppingList(id, orderId, origin, stops, next, bot, walkDue);
    }

    private Conflict refused(String wish) {
        return new Conflict(
                "the shopping list cannot be " + wish, List.of(new Violation("status", "is " + status.word())));
    }
}
