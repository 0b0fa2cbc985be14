package dev.mallbots.stores.application;

import dev.mallbots.stores.domain.Store;
import dev.mallbots.stores.domain.StoreEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Stores and loads stores for changes. The same transaction updates {@link Mall} and writes the messages. */
public interface Stores {

    Uni<Void> create(UUID id, List<StoreEvent> events);

    Uni<Void> update(UUID id, Function<Store, List<StoreEvent>> decide);
}
