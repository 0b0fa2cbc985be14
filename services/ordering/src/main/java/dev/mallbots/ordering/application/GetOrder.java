package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Delay;
import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderStatus;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the current state of an order. */
@ApplicationScoped
public class GetOrder {

    private final Orders orders;
    private final Delays delays;
    private final Caller caller;

    GetOrder(Orders orders, Delays delays, Caller caller) {
        this.orders = orders;
        this.delays = delays;
        this.caller = caller;
    }

    @WithSession
    public Uni<OrderNow> handle(UUID id) {
        return orders.get(id)
                .invoke(order -> caller.mustBe(order.customerId()))
                .chain(order -> delayedSince(order).map(since -> new OrderNow(order, since)));
    }

    private Uni<Optional<Instant>> delayedSince(Order order) {
        if (order.status() != OrderStatus.PENDING) {
            return Uni.createFrom().item(Optional.empty());
        }
        return delays.of(List.of(order.id()))
                .map(found -> found.stream().findFirst().map(Delay::since));
    }
}
