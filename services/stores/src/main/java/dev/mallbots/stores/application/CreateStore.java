package dev.mallbots.stores.application;

import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.service.security.Caller;
import dev.mallbots.stores.domain.Store;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class CreateStore {

    private final Stores stores;
    private final Caller caller;

    CreateStore(Stores stores, Caller caller) {
        this.stores = stores;
        this.caller = caller;
    }

    @WithTransaction
    public Uni<UUID> handle(String name, String location) {
        UUID id = Ids.next();
        return stores.create(id, Store.create(id, name, location, caller.id())).replaceWith(id);
    }
}
