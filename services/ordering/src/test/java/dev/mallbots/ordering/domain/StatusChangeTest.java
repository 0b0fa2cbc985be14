package dev.mallbots.ordering.domain;

import static dev.mallbots.ordering.domain.OrderFixtures.LIST;
import static dev.mallbots.ordering.domain.OrderFixtures.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.ordering.domain.OrderEvent.OrderApproved;
import dev.mallbots.ordering.domain.OrderEvent.OrderCanceled;
import dev.mallbots.ordering.domain.OrderEvent.OrderCompleted;
import dev.mallbots.ordering.domain.OrderEvent.OrderCreated;
import dev.mallbots.ordering.domain.OrderEvent.OrderInProgress;
import dev.mallbots.ordering.domain.OrderEvent.OrderReadied;
import dev.mallbots.ordering.domain.OrderEvent.OrderRejected;
import dev.mallbots.ordering.domain.OrderEvent.ShoppingCompletedEarly;
import dev.mallbots.ordering.domain.OrderEvent.ShoppingStartedEarly;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatusChangeTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @ParameterizedTest
    @MethodSource("events")
    void an_event_carries_its_new_status_and_no_other(OrderEvent event) {
        var before = OrderFixtures.pending();
        var after = Order.apply(before, event);

        var told = StatusChange.of(ORDER, 7, event, NOW);

        assertThat(told.map(StatusChange::status).orElse(before.status())).isEqualTo(after.status());
        assertThat(told.isPresent()).isEqualTo(event instanceof OrderCreated || after.status() != before.status());
    }

    @Test
    void the_list_of_events_is_complete() {
        assertThat(events().map(Object::getClass))
                .containsExactlyInAnyOrder((Class<?>[]) OrderEvent.class.getPermittedSubclasses());
    }

    @Test
    void a_rejection_carries_its_reason() {
        assertThat(StatusChange.of(ORDER, 2, new OrderRejected("no money"), NOW))
                .contains(new StatusChange(ORDER, 2, OrderStatus.REJECTED, Optional.of("no money"), NOW));
    }

    private static Stream<OrderEvent> events() {
        return Stream.of(
                new OrderCreated(
                        ORDER,
                        OrderFixtures.CUSTOMER,
                        OrderFixtures.PAYMENT,
                        List.of(OrderFixtures.item("Tea", "2.5", 1))),
                new OrderApproved(LIST),
                new OrderRejected("no money"),
                new OrderInProgress(),
                new OrderReadied(),
                new OrderCanceled(),
                new OrderCompleted(),
                new ShoppingStartedEarly(LIST),
                new ShoppingCompletedEarly(LIST));
    }
}
