package dev.mallbots.baskets.application;

import dev.mallbots.baskets.domain.Basket;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class RemoveItem {

    private final Baskets baskets;
    private final Caller caller;

    RemoveItem(Baskets baskets, Caller caller) {
        this.baskets = baskets;
        this.caller = caller;
    }

    @WithTransaction
    public Uni<Void> handle(UUID basketId, UUID productId, int quantity) {
        Basket.requireSome(quantity);
        return baskets.update(basketId, basket -> {
                    caller.mustBe(basket.customerId());
                    return basket.remove(productId, quantity);
                })
                .replaceWithVoid();
    }
}
