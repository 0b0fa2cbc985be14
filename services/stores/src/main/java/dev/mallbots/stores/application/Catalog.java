package dev.mallbots.stores.application;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What the stores sell now, to be read: oldest first, never behind what was answered to a writer. Removed products are not in it. */
public interface Catalog {

    /** Fails with {@link NotFound} when there is none. */
    Uni<ListedProduct> product(UUID id);

    /** Fails with {@link NotFound} when there is no such store. */
    Uni<Page<ListedProduct>> productsOf(UUID storeId, PageRequest asked);

    /** Those of them that are sold, in no particular order. */
    Uni<List<ListedProduct>> productsWithIds(Collection<UUID> ids);
}
