package dev.mallbots.stores.application;

import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.stores.domain.Store;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class CreateStore {

    private final Stores stores;

    CreateStore(Stores stores) {
        this.stores = stores;
    }

    @WithTransaction
    public Uni<UUID> handle(String name, String location) {
        UUID id = Ids.next();
        return stores.create(id, Store.create(id, name, location)).replaceWith(id);
    }
}
