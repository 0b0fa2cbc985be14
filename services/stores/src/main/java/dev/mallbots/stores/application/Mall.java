package dev.mallbots.stores.application;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** All stores, to be read: oldest first, never behind what was answered to a writer. */
public interface Mall {

    /** Fails with {@link NotFound} when there is none. */
    Uni<ListedStore> store(UUID id);

    Uni<Page<ListedStore>> stores(PageRequest asked);

    Uni<Page<ListedStore>> participatingStores(PageRequest asked);

    /** Those of them that exist, in no particular order. */
    Uni<List<ListedStore>> storesWithIds(Collection<UUID> ids);
}
