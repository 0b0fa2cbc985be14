package dev.mallbots.ordering.domain;

import static dev.mallbots.ordering.domain.OrderStatus.APPROVED;
import static dev.mallbots.ordering.domain.OrderStatus.CANCELLED;
import static dev.mallbots.ordering.domain.OrderStatus.COMPLETED;
import static dev.mallbots.ordering.domain.OrderStatus.IN_PROGRESS;
import static dev.mallbots.ordering.domain.OrderStatus.PENDING;
import static dev.mallbots.ordering.domain.OrderStatus.READY;
import static dev.mallbots.ordering.domain.OrderStatus.REJECTED;

import dev.mallbots.ordering.domain.OrderEvent.OrderApproved;
import dev.mallbots.ordering.domain.OrderEvent.OrderCanceled;
import dev.mallbots.ordering.domain.OrderEvent.OrderCompleted;
import dev.mallbots.ordering.domain.OrderEvent.OrderCreated;
import dev.mallbots.ordering.domain.OrderEvent.OrderInProgress;
import dev.mallbots.ordering.domain.OrderEvent.OrderReadied;
import dev.mallbots.ordering.domain.OrderEvent.OrderRejected;
import dev.mallbots.ordering.domain.OrderEvent.ShoppingCompletedEarly;
import dev.mallbots.ordering.domain.OrderEvent.ShoppingStartedEarly;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a customer has ordered, from pending to its end: completed, rejected or cancelled.
 *
 * <p>Every decision answers the events it leads to and changes nothing; only {@link #apply} makes a new state. Three
 * kinds of caller get three kinds of answer to something that comes too late or again: a person is refused, a command of
 * the saga that has been carried out already succeeds and changes nothing, and news of the depot that no longer matters
 * is let go.
 *
 * @param shoppingListId known from its approval on
 * @param startedEarly the shopping list that was started before the approval came
 * @param completedEarly the shopping list that was completed before the approval came
 * @param version how many events it is made of
 */
public record Order(
        UUID id,
        UUID customerId,
        UUID paymentId,
        List<OrderItem> items,
        OrderStatus status,
        Optional<UUID> shoppingListId,
        Optional<UUID> startedEarly,
        Optional<UUID> completedEarly,
        long version) {

    /** With the names and locations of more, the list for the depot's bots would be larger than Kafka takes. */
    public static final int MOST_STORES = 300;

    public static List<OrderEvent> create(UUID id, UUID customerId, UUID paymentId, List<OrderItem> items) {
        requireSome(items);
        requireFewStores(items);
        // an amount that can't be written down is refused here, before anybody else has to choke on it
        total(items);
        return List.of(new OrderCreated(id, customerId, paymentId, items));
    }

    /** Of what is ordered, whoever orders it. */
    public static void requireSome(List<?> items) {
        if (items.isEmpty()) {
            throw new RuleBroken(
                    "the order has no items", List.of(new Violation("items", "must hold at least one item")));
        }
    }

    private static void requireFewStores(List<OrderItem> items) {
        if (items.stream().map(OrderItem::storeId).distinct().count() > MOST_STORES) {
            throw new RuleBroken("items", "must be of at most %d different stores".formatted(MOST_STORES));
        }
    }

    /** The saga's last step. What the depot told meanwhile is made up for at once. */
    public List<OrderEvent> approve(UUID list) {
        return switch (status) {
            case PENDING -> approvedAndCaughtUp(list);
            case APPROVED, IN_PROGRESS, READY, COMPLETED -> alreadyApprovedWith(list);
            case REJECTED, CANCELLED -> throw refused("approved");
        };
    }

    /** The saga's first compensation, so also its last. */
    public List<OrderEvent> reject(String reason) {
        return switch (status) {
            case PENDING -> List.of(new OrderRejected(reason));
            case REJECTED, CANCELLED -> List.of();
            case APPROVED, IN_PROGRESS, READY, COMPLETED -> throw refused("rejected");
        };
    }

    public List<OrderEvent> cancel() {
        return switch (status) {
            case PENDING, APPROVED, IN_PROGRESS -> List.of(new OrderCanceled());
            case REJECTED, READY, COMPLETED, CANCELLED ->
                throw new Conflict(
                        "the order cannot be cancelled", List.of(new Violation("status", "is " + status.word())));
        };
    }

    /** A bot is on its way with the list. */
    public List<OrderEvent> shoppingStarted(UUID list) {
        return switch (status) {
            case PENDING -> isIn(startedEarly, list) ? List.of() : List.of(new ShoppingStartedEarly(list));
            case APPROVED -> isIn(shoppingListId, list) ? List.of(new OrderInProgress()) : List.of();
            case REJECTED, IN_PROGRESS, READY, COMPLETED, CANCELLED -> List.of();
        };
    }

    /** Everything on the list has been collected, so a bot must have set off, told or not. */
    public List<OrderEvent> shoppingCompleted(UUID list) {
        return switch (status) {
            case PENDING -> isIn(completedEarly, list) ? List.of() : List.of(new ShoppingCompletedEarly(list));
            case APPROVED ->
                isIn(shoppingListId, list) ? List.of(new OrderInProgress(), new OrderReadied()) : List.of();
            case IN_PROGRESS -> isIn(shoppingListId, list) ? List.of(new OrderReadied()) : List.of();
            case REJECTED, READY, COMPLETED, CANCELLED -> List.of();
        };
    }

    /**
     * The depot gave its list up. A pending order does not know its list yet, but it has no other one; one that is ready has all it
     * needs.
     */
    public List<OrderEvent> shoppingGivenUp(UUID list) {
        return switch (status) {
            case PENDING -> List.of(new OrderCanceled());
            case APPROVED, IN_PROGRESS -> isIn(shoppingListId, list) ? List.of(new OrderCanceled()) : List.of();
            case REJECTED, READY, COMPLETED, CANCELLED -> List.of();
        };
    }

    /** The invoice is made out when the order is ready, so nothing else can be paid for. */
    public List<OrderEvent> invoicePaid() {
        return switch (status) {
            case READY -> List.of(new OrderCompleted());
            case COMPLETED -> List.of();
            case PENDING, APPROVED, REJECTED, IN_PROGRESS, CANCELLED -> throw refused("completed");
        };
    }

    public Money total() {
        return total(items);
    }

    /** @param current null before the first event */
    public static Order apply(Order current, OrderEvent event) {
        return switch (event) {
            case OrderCreated created ->
                new Order(
                        created.orderId(),
                        created.customerId(),
                        created.paymentId(),
                        created.items(),
                        PENDING,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        1);
            case OrderApproved approved -> current.approvedWith(approved.shoppingListId());
            case OrderRejected _ -> current.with(REJECTED);
            case OrderInProgress _ -> current.with(IN_PROGRESS);
            case OrderReadied _ -> current.with(READY);
            case OrderCanceled _ -> current.with(CANCELLED);
            case OrderCompleted _ -> current.with(COMPLETED);
            case ShoppingStartedEarly started ->
                current.noting(Optional.of(started.shoppingListId()), current.completedEarly);
            case ShoppingCompletedEarly completed ->
                current.noting(current.startedEarly, Optional.of(completed.shoppingListId()));
        };
    }

    private List<OrderEvent> approvedAndCaughtUp(UUID list) {
        var approved = new OrderApproved(list);
        if (isIn(completedEarly, list)) {
            return List.of(approved, new OrderInProgress(), new OrderReadied());
        }
        return isIn(startedEarly, list) ? List.of(approved, new OrderInProgress()) : List.of(approved);
    }

    private List<OrderEvent> alreadyApprovedWith(UUID list) {
        if (isIn(shoppingListId, list)) {
            return List.of();
        }
        throw new Conflict("order %s has been approved with another shopping list".formatted(id));
    }

    private Order with(OrderStatus next) {
        return new Order(
                id, customerId, paymentId, items, next, shoppingListId, startedEarly, completedEarly, version + 1);
    }

    private Order approvedWith(UUID list) {
        return new Order(
                id,
                customerId,
                paymentId,
                items,
                APPROVED,
                Optional.of(list),
                startedEarly,
                completedEarly,
                version + 1);
    }

    private Order noting(Optional<UUID> started, Optional<UUID> completed) {
        return new Order(id, customerId, paymentId, items, status, shoppingListId, started, completed, version + 1);
    }

    private Conflict refused(String wish) {
        return new Conflict("order %s is %s and can't be %s".formatted(id, status.word(), wish));
    }

    private static boolean isIn(Optional<UUID> known, UUID list) {
        return known.filter(list::equals).isPresent();
    }

    private static Money total(List<OrderItem> items) {
        return items.stream().map(OrderItem::total).reduce(Money.ZERO, Money::plus);
    }
}
