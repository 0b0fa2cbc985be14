package dev.mallbots.ordering.domain;

import static dev.mallbots.ordering.domain.OrderFixtures.ANOTHER_LIST;
import static dev.mallbots.ordering.domain.OrderFixtures.CUSTOMER;
import static dev.mallbots.ordering.domain.OrderFixtures.LIST;
import static dev.mallbots.ordering.domain.OrderFixtures.ORDER;
import static dev.mallbots.ordering.domain.OrderFixtures.PAYMENT;
import static dev.mallbots.ordering.domain.OrderFixtures.after;
import static dev.mallbots.ordering.domain.OrderFixtures.item;
import static dev.mallbots.ordering.domain.OrderFixtures.pending;
import static dev.mallbots.ordering.domain.OrderStatus.APPROVED;
import static dev.mallbots.ordering.domain.OrderStatus.CANCELLED;
import static dev.mallbots.ordering.domain.OrderStatus.COMPLETED;
import static dev.mallbots.ordering.domain.OrderStatus.IN_PROGRESS;
import static dev.mallbots.ordering.domain.OrderStatus.PENDING;
import static dev.mallbots.ordering.domain.OrderStatus.READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mallbots.ordering.domain.OrderEvent.OrderApproved;
import dev.mallbots.ordering.domain.OrderEvent.OrderInProgress;
import dev.mallbots.ordering.domain.OrderEvent.OrderReadied;
import dev.mallbots.ordering.domain.OrderEvent.OrderRejected;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {

    @Test
    void an_order_goes_from_pending_to_completed() {
        var order = pending();
        assertThat(order.status()).isEqualTo(PENDING);

        order = after(order, order.approve(LIST));
        assertThat(order.status()).isEqualTo(APPROVED);

        order = after(order, order.shoppingStarted(LIST));
        assertThat(order.status()).isEqualTo(IN_PROGRESS);

        order = after(order, order.shoppingCompleted(LIST));
        assertThat(order.status()).isEqualTo(READY);

        order = after(order, order.invoicePaid());
        assertThat(order.status()).isEqualTo(COMPLETED);
    }

    @Test
    void the_total_is_exact() {
        var order = after(
                null,
                Order.create(ORDER, CUSTOMER, PAYMENT, List.of(item("Tea", "0.1", 3), item("Milk", "999.9999", 1))));

        assertThat(order.total()).isEqualTo(Money.of("1000.2999"));
    }

    @Test
    void an_order_needs_at_least_one_item() {
        assertThatThrownBy(() -> Order.create(ORDER, CUSTOMER, PAYMENT, List.of()))
                .isInstanceOf(RuleBroken.class)
                .hasMessage("the order has no items");
    }

    @Test
    void an_order_of_more_stores_than_fit_into_the_depots_message_is_refused() {
        var items = IntStream.rangeClosed(0, Order.MOST_STORES)
                .mapToObj(_ -> item("Tea", "1", 1))
                .toList();

        assertThatThrownBy(() -> Order.create(ORDER, CUSTOMER, PAYMENT, items))
                .isInstanceOf(RuleBroken.class)
                .hasMessageContaining("at most 300 different stores");
    }

    @Test
    void the_same_product_twice_stays_two_lines() {
        var tea = item("Tea", "2.5", 2);

        var order = after(null, Order.create(ORDER, CUSTOMER, PAYMENT, List.of(tea, tea)));

        assertThat(order.items()).containsExactly(tea, tea);
        assertThat(order.total()).isEqualTo(Money.of("10"));
    }

    @Test
    void an_item_needs_a_quantity_of_at_least_one() {
        assertThatThrownBy(() -> item("Tea", "2.5", 0)).isInstanceOf(RuleBroken.class);
    }

    @Test
    void a_price_is_not_negative() {
        assertThatThrownBy(() -> item("Tea", "-0.01", 1)).isInstanceOf(RuleBroken.class);
    }

    /** Fault 8: a large amount became a poison message. */
    @Test
    void a_total_that_is_too_large_to_be_stored_is_refused_at_creation() {
        var items = List.of(item("Palace", "999999999999999", 2));

        assertThatThrownBy(() -> Order.create(ORDER, CUSTOMER, PAYMENT, items)).isInstanceOf(RuleBroken.class);
    }

    @Test
    void a_rejection_has_a_reason() {
        assertThat(pending().reject("the card was declined"))
                .containsExactly(new OrderRejected("the card was declined"));
    }

    /** Fault 6: an order could be approved after it was cancelled. */
    @Test
    void an_order_can_not_be_approved_after_it_was_cancelled() {
        assertThatThrownBy(() -> OrderFixtures.in(CANCELLED).approve(LIST))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("is cancelled and can't be approved");
    }

    @Test
    void approving_again_with_another_shopping_list_is_refused() {
        assertThatThrownBy(() -> OrderFixtures.in(APPROVED).approve(ANOTHER_LIST))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("another shopping list");
    }

    @Test
    void a_start_before_the_approval_is_applied_at_the_approval() {
        var order = pending();
        order = after(order, order.shoppingStarted(LIST));

        assertThat(order.approve(LIST)).containsExactly(new OrderApproved(LIST), new OrderInProgress());
    }

    @Test
    void a_completion_before_the_approval_is_applied_at_the_approval() {
        var order = pending();
        order = after(order, order.shoppingStarted(LIST));
        order = after(order, order.shoppingCompleted(LIST));

        assertThat(order.approve(LIST))
                .containsExactly(new OrderApproved(LIST), new OrderInProgress(), new OrderReadied());
    }

    @Test
    void an_early_event_of_another_shopping_list_is_not_applied() {
        var order = pending();
        order = after(order, order.shoppingStarted(ANOTHER_LIST));
        order = after(order, order.shoppingCompleted(ANOTHER_LIST));

        assertThat(order.approve(LIST)).containsExactly(new OrderApproved(LIST));
    }

    @Test
    void a_repeated_early_event_is_recorded_once() {
        var order = pending();
        order = after(order, order.shoppingStarted(LIST));
        order = after(order, order.shoppingCompleted(LIST));

        assertThat(order.shoppingStarted(LIST)).isEmpty();
        assertThat(order.shoppingCompleted(LIST)).isEmpty();
    }

    @Test
    void only_the_approved_shopping_list_changes_an_order() {
        assertThat(OrderFixtures.in(APPROVED).shoppingStarted(ANOTHER_LIST)).isEmpty();
        assertThat(OrderFixtures.in(APPROVED).shoppingCompleted(ANOTHER_LIST)).isEmpty();
        assertThat(OrderFixtures.in(IN_PROGRESS).shoppingCompleted(ANOTHER_LIST))
                .isEmpty();
    }

    @Test
    void an_order_that_was_cancelled_after_early_events_stays_cancelled() {
        var order = pending();
        order = after(order, order.shoppingStarted(LIST));
        order = after(order, order.cancel());

        assertThat(order.status()).isEqualTo(CANCELLED);
        assertThat(order.shoppingCompleted(LIST)).isEmpty();
    }
}
