package dev.mallbots.baskets.application;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class RemoveItem {

    private final Baskets baskets;

    RemoveItem(Baskets baskets) {
        this.baskets = baskets;
    }

    @WithTransaction
    public Uni<Void> handle(UUID basketId, UUID productId, int quantity) {
        return baskets.update(basketId, basket -> basket.remove(productId, quantity))
                .replaceWithVoid();
    }
}
