package dev.mallbots.baskets.application;

import dev.mallbots.baskets.domain.Basket;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class GetBasket {

    private final Baskets baskets;

    GetBasket(Baskets baskets) {
        this.baskets = baskets;
    }

    @WithSession
    public Uni<Basket> handle(UUID id) {
        return baskets.get(id);
    }
}
