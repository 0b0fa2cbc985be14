package dev.mallbots.baskets.application;

import dev.mallbots.baskets.domain.Basket;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class StartBasket {

    private final Baskets baskets;
    private final Caller caller;

    StartBasket(Baskets baskets, Caller caller) {
        this.baskets = baskets;
        this.caller = caller;
    }

    /** The saga checks the customer after the basket has become an order. */
    @WithTransaction
    public Uni<UUID> handle(UUID customerId) {
        caller.mustBe(customerId);
        UUID id = Ids.next();
        return baskets.create(id, Basket.start(id, customerId)).replaceWith(id);
    }
}
