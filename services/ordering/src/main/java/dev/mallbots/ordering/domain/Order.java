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
 * An order of a customer, from pending to its final status: completed, rejected or cancelled.
 *
 * <p>Every decision returns the events that follow and changes nothing; only {@link #apply} makes a new state. A request that comes too
 * late or again is treated by its source: a person is refused; a repeated command of the saga succeeds and changes nothing; an outdated
 * event of the depot is ignored.
 *
 * @param shoppingListId empty before the approval
 * @param startedEarly the shopping list that was started before the approval arrived
 * @param completedEarly the shopping list that was completed before the approval arrived
 * @param version the number of its events
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

    /** With more names and locations the depot's shopping list would exceed Kafka's message size. */
    public static final int MOST_STORES = 300;

    public static List<OrderEvent> create(UUID id, UUID customerId, UUID paymentId, List<OrderItem> items) {
        requireSome(items);
        requireFewStores(items);
        // an amount that is too large to be stored is refused here, before other services receive it
        total(items);
        return List.of(new OrderCreated(id, customerId, paymentId, items));
    }

    /** The rule for the lines of every order. */
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

    /** The saga's last step. Events of the depot that arrived early are applied at once. */
    public List<OrderEvent> approve(UUID list) {
        return switch (status) {
            case PENDING -> approvedAndCaughtUp(list);
            case APPROVED, IN_PROGRESS, READY, COMPLETED -> alreadyApprovedWith(list);
            case REJECTED, CANCELLED -> throw refused("approved");
        };
    }

    /** The saga's first compensation, and so the last to run. */
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

    /** A bot has started to collect the list. */
    public List<OrderEvent> shoppingStarted(UUID list) {
        return switch (status) {
            case PENDING -> isIn(startedEarly, list) ? List.of() : List.of(new ShoppingStartedEarly(list));
            case APPROVED -> isIn(shoppingListId, list) ? List.of(new OrderInProgress()) : List.of();
            case REJECTED, IN_PROGRESS, READY, COMPLETED, CANCELLED -> List.of();
        };
    }

    /** All goods on the list are collected. That implies the bot's start, even if its event has not arrived. */
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
     * The depot has cancelled the list. A pending order does not know its list yet, but has no other. A ready order no longer needs it.
     */
    public List<OrderEvent> shoppingGivenUp(UUID list) {
        return switch (status) {
            case PENDING -> List.of(new OrderCanceled());
            case APPROVED, IN_PROGRESS -> isIn(shoppingListId, list) ? List.of(new OrderCanceled()) : List.of();
            case REJECTED, READY, COMPLETED, CANCELLED -> List.of();
        };
    }

    /** The invoice is created when the order is ready, so no other order can be paid. */
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
