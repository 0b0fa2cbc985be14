package dev.mallbots.ordering.domain;

import static dev.mallbots.ordering.domain.OrderFixtures.LIST;
import static dev.mallbots.ordering.domain.OrderFixtures.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mallbots.platform.kernel.Conflict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every action in every state of an order. */
class OrderTransitionsTest {

    private enum Action {
        APPROVE(order -> order.approve(LIST)),
        REJECT(order -> order.reject("no money")),
        CANCEL(Order::cancel),
        SHOPPING_STARTED(order -> order.shoppingStarted(LIST)),
        SHOPPING_COMPLETED(order -> order.shoppingCompleted(LIST)),
        SHOPPING_GIVEN_UP(order -> order.shoppingGivenUp(LIST)),
        INVOICE_PAID(Order::invoicePaid);

        private final Function<Order, List<OrderEvent>> decision;

        Action(Function<Order, List<OrderEvent>> decision) {
            this.decision = decision;
        }
    }

    /** A status: the order's new status. noted: recorded for the approval. nothing: succeeds without a change. refused: a conflict. */
    private static final String TABLE = """
            from         APPROVE   REJECT    CANCEL     SHOPPING_STARTED  SHOPPING_COMPLETED  SHOPPING_GIVEN_UP  INVOICE_PAID
            PENDING      APPROVED  REJECTED  CANCELLED  noted             noted               CANCELLED          refused
            APPROVED     nothing   refused   CANCELLED  IN_PROGRESS       READY               CANCELLED          refused
            REJECTED     refused   nothing   refused    nothing           nothing             nothing            refused
            IN_PROGRESS  nothing   refused   CANCELLED  nothing           READY               CANCELLED          refused
            READY        nothing   refused   refused    nothing           nothing             nothing            COMPLETED
            COMPLETED    nothing   refused   refused    nothing           nothing             nothing            nothing
            CANCELLED    refused   nothing   refused    nothing           nothing             nothing            refused
            """;

    @TestFactory
    Stream<DynamicTest> every_action_in_every_status_does_what_the_table_says() {
        return table().entrySet().stream()
                .flatMap(row -> row.getValue().entrySet().stream()
                        .map(cell -> DynamicTest.dynamicTest(
                                row.getKey() + " " + cell.getKey() + " -> " + cell.getValue(),
                                () -> verify(row.getKey(), cell.getKey(), cell.getValue()))));
    }

    @Test
    void the_table_holds_every_pair_of_state_and_action() {
        var table = table();

        assertThat(table.keySet()).containsExactlyInAnyOrder(OrderStatus.values());
        assertThat(table.values()).allSatisfy(row -> assertThat(row.keySet()).containsExactly(Action.values()));
    }

    @Test
    void a_status_is_final_if_no_action_leads_away_from_it() {
        table().forEach((status, row) -> assertThat(status.isLast())
                .as(status.word())
                .isEqualTo(Set.of("nothing", "refused").containsAll(row.values())));
    }

    @Test
    void no_sequence_of_actions_changes_an_order_that_has_ended() {
        walk(OrderFixtures.pending(), 6);
    }

    private static void walk(Order order, int actionsLeft) {
        if (actionsLeft == 0) {
            return;
        }
        for (var action : Action.values()) {
            var next = afterIfAllowed(order, action);
            switch (order.status()) {
                case REJECTED, COMPLETED, CANCELLED -> assertThat(next).isEqualTo(order);
                case PENDING, APPROVED, IN_PROGRESS, READY -> walk(next, actionsLeft - 1);
            }
        }
    }

    private static Order afterIfAllowed(Order order, Action action) {
        try {
            return after(order, action.decision.apply(order));
        } catch (Conflict refused) {
            return order;
        }
    }

    private static void verify(OrderStatus from, Action action, String outcome) {
        var order = OrderFixtures.in(from);
        switch (outcome) {
            case "refused" ->
                assertThatThrownBy(() -> action.decision.apply(order))
                        .isInstanceOf(Conflict.class)
                        .satisfies(refused -> assertThat(refused.getMessage() + ((Conflict) refused).violations())
                                .contains(from.word()));
            case "nothing" -> assertThat(action.decision.apply(order)).isEmpty();
            case "noted" -> {
                var events = action.decision.apply(order);
                assertThat(events).hasSize(1);
                assertThat(after(order, events).status()).isEqualTo(from);
            }
            default ->
                assertThat(after(order, action.decision.apply(order)).status()).isEqualTo(OrderStatus.valueOf(outcome));
        }
    }

    private static Map<OrderStatus, Map<Action, String>> table() {
        var lines = new ArrayList<>(TABLE.lines().map(line -> line.split(" +")).toList());
        var actions =
                Arrays.stream(lines.removeFirst()).skip(1).map(Action::valueOf).toList();
        var table = new EnumMap<OrderStatus, Map<Action, String>>(OrderStatus.class);
        for (var cells : lines) {
            var row = new EnumMap<Action, String>(Action.class);
            for (var i = 0; i < actions.size(); i++) {
                row.put(actions.get(i), cells[i + 1]);
            }
            table.put(OrderStatus.valueOf(cells[0]), row);
        }
        return table;
    }
}
