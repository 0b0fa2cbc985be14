package dev.mallbots.ordering.out.persistence;

import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderEvent;
import dev.mallbots.ordering.domain.OrderStatus;
import dev.mallbots.platform.eventsourcing.Change;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts orders by the status that they reach, and the totals of completed ones. A change is counted when it is decided: one whose
 * transaction is rolled back is counted again when it is decided again. Analytics has the exact figures.
 */
@ApplicationScoped
class OrderMeters {

    private final Map<OrderStatus, Counter> reached = new EnumMap<>(OrderStatus.class);
    private final Counter revenue;

    OrderMeters(MeterRegistry metrics) {
        Arrays.stream(OrderStatus.values())
                .forEach(status -> reached.put(status, metrics.counter("orders.reached", "status", status.word())));
        this.revenue = metrics.counter("orders.revenue");
    }

    /** Creates this bean, and with it the series, before the first order. */
    void start(@Observes StartupEvent started) {}

    void count(Change<Order, OrderEvent> change) {
        change.events()
                .forEach(recorded -> recorded.event().leadsTo().ifPresent(status -> {
                    reached.get(status).increment();
                    if (status == OrderStatus.COMPLETED) {
                        revenue.increment(change.state().total().amount().doubleValue());
                    }
                }));
    }
}
