package dev.mallbots.ordering.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderEvent;
import dev.mallbots.ordering.domain.OrderItem;
import dev.mallbots.ordering.domain.OrderStatus;
import dev.mallbots.platform.eventsourcing.Change;
import dev.mallbots.platform.eventsourcing.Change.Recorded;
import dev.mallbots.platform.kernel.Money;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What is counted of orders; docs/telemetry.md. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OrderMetersTest {

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final OrderMeters meters = new OrderMeters(metrics);
    private final UUID id = UUID.randomUUID();
    private final OrderEvent.OrderCreated created = new OrderEvent.OrderCreated(
            id,
            UUID.randomUUID(),
            UUID.randomUUID(),
            List.of(new OrderItem(UUID.randomUUID(), UUID.randomUUID(), "Corner Shop", "Tea", Money.of("2.50"), 3)));
    private final Order order = Order.apply(null, created);

    @Test
    void every_status_is_there_from_the_start() {
        assertThat(metrics.find("orders.reached").counters()).hasSize(OrderStatus.values().length);
        assertThat(metrics.get("orders.revenue").counter().count()).isZero();
    }

    @Test
    void an_order_is_counted_with_each_status_that_it_reaches() {
        meters.count(new Change<>(id, order, 1, List.of(new Recorded<>(1, created))));

        assertThat(reached("pending")).isEqualTo(1);
        assertThat(reached("approved")).isZero();
        assertThat(metrics.get("orders.revenue").counter().count()).isZero();
    }

    @Test
    void a_completed_order_adds_its_total_to_the_revenue() {
        meters.count(new Change<>(id, order, 5, List.of(new Recorded<>(5, new OrderEvent.OrderCompleted()))));

        assertThat(reached("completed")).isEqualTo(1);
        assertThat(metrics.get("orders.revenue").counter().count()).isEqualTo(7.5);
    }

    private double reached(String status) {
        return metrics.get("orders.reached").tag("status", status).counter().count();
    }
}
