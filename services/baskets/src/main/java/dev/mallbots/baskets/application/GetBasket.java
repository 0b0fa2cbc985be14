package dev.mallbots.baskets.application;

import dev.mallbots.baskets.domain.Basket;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class GetBasket {

    private final Baskets baskets;
    private final Caller caller;

    GetBasket(Baskets baskets, Caller caller) {
        this.baskets = baskets;
        this.caller = caller;
    }

    @WithSession
    public Uni<Basket> handle(UUID id) {
        return baskets.get(id).invoke(basket -> caller.mustBe(basket.customerId()));
    }
}
