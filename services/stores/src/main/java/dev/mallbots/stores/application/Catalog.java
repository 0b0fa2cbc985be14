package dev.mallbots.stores.application;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The products on sale, oldest first. A product is readable as soon as its change has been answered. Removed products are not in it. */
public interface Catalog {

    /** Fails with {@link NotFound} if the product does not exist. */
    Uni<ListedProduct> product(UUID id);

    /** Fails with {@link NotFound} if the store does not exist. */
    Uni<Page<ListedProduct>> productsOf(UUID storeId, PageRequest asked);

    /** The products on sale among these ids, in no particular order. */
    Uni<List<ListedProduct>> productsWithIds(Collection<UUID> ids);
}
