package dev.mallbots.stores.out.persistence;

import dev.mallbots.stores.application.ListedStore;
import dev.mallbots.stores.domain.Store;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "mall")
class StoreRow {

    @Id
    private UUID id;

    private String name;
    private String location;
    private boolean participating;
    private UUID owner;
    private long version;

    StoreRow() {}

    StoreRow(UUID id) {
        this.id = id;
    }

    StoreRow become(Store store, long newVersion) {
        name = store.name();
        location = store.location();
        participating = store.participating();
        owner = store.owner();
        version = newVersion;
        return this;
    }

    ListedStore listed() {
        return new ListedStore(new Store(id, name, location, participating, owner), version);
    }
}
