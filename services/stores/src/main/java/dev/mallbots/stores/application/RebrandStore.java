package dev.mallbots.stores.application;

import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class RebrandStore {

    private final Stores stores;
    private final Caller caller;

    RebrandStore(Stores stores, Caller caller) {
        this.stores = stores;
        this.caller = caller;
    }

    @WithTransaction
    public Uni<Void> handle(UUID storeId, String name) {
        return stores.update(storeId, store -> {
            caller.mustBe(store.owner());
            return store.rebrand(name);
        });
    }
}
