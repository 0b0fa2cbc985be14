package dev.mallbots.stores.application;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** All stores, oldest first. A store is readable as soon as its change has been answered. */
public interface Mall {

    /** Fails with {@link NotFound} if the store does not exist. */
    Uni<ListedStore> store(UUID id);

    Uni<Page<ListedStore>> stores(PageRequest asked);

    Uni<Page<ListedStore>> participatingStores(PageRequest asked);

    /** The existing stores among these ids, in no particular order. */
    Uni<List<ListedStore>> storesWithIds(Collection<UUID> ids);
}
