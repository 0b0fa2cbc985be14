package dev.mallbots.baskets.application;

import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class CancelBasket {

    private final Baskets baskets;
    private final Caller caller;

    CancelBasket(Baskets baskets, Caller caller) {
        this.baskets = baskets;
        this.caller = caller;
    }

    @WithTransaction
    public Uni<Void> handle(UUID id) {
        return baskets.update(id, basket -> {
                    caller.mustBe(basket.customerId());
                    return basket.cancel();
                })
                .replaceWithVoid();
    }
}
