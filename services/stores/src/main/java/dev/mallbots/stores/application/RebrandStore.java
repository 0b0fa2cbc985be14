package dev.mallbots.stores.application;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class RebrandStore {

    private final Stores stores;

    RebrandStore(Stores stores) {
        this.stores = stores;
    }

    @WithTransaction
    public Uni<Void> handle(UUID storeId, String name) {
        return stores.update(storeId, store -> store.rebrand(name));
    }
}
