package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Order;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Reads one order as it is now. */
@ApplicationScoped
public class GetOrder {

    private final Orders orders;
    private final Caller caller;

    GetOrder(Orders orders, Caller caller) {
        this.orders = orders;
        this.caller = caller;
    }

    @WithSession
    public Uni<Order> handle(UUID id) {
        return orders.get(id).invoke(order -> caller.mustBe(order.customerId()));
    }
}
