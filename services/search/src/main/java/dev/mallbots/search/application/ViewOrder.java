package dev.mallbots.search.application;

import dev.mallbots.contracts.People;
import dev.mallbots.platform.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class ViewOrder {

    private final OrderSearch search;
    private final Caller caller;

    ViewOrder(OrderSearch search, Caller caller) {
        this.search = search;
        this.caller = caller;
    }

    public Uni<FoundOrder> handle(UUID id) {
        return search.order(id).invoke(order -> caller.mustBe(order.customerId(), People.STAFF));
    }
}
