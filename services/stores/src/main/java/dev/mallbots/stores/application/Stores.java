package dev.mallbots.stores.application;

import dev.mallbots.stores.domain.Store;
import dev.mallbots.stores.domain.StoreEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The stores as they change. What happens to one is in {@link Mall} and on its way to the other contexts in the same transaction. */
public interface Stores {

    Uni<Void> create(UUID id, List<StoreEvent> events);

    Uni<Void> update(UUID id, Function<Store, List<StoreEvent>> decide);
}
