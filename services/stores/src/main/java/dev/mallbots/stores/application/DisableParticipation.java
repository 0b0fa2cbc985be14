package dev.mallbots.stores.application;

import dev.mallbots.stores.domain.Store;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class DisableParticipation {

    private final Stores stores;

    DisableParticipation(Stores stores) {
        this.stores = stores;
    }

    @WithTransaction
    public Uni<Void> handle(UUID storeId) {
        return stores.update(storeId, Store::disableParticipation);
    }
}
