package dev.mallbots.baskets.application;

import dev.mallbots.baskets.domain.Basket;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class CancelBasket {

    private final Baskets baskets;

    CancelBasket(Baskets baskets) {
        this.baskets = baskets;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id) {
        return baskets.update(id, Basket::cancel).replaceWithVoid();
    }
}
