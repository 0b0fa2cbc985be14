package dev.mallbots.baskets.application;

import dev.mallbots.platform.kernel.Remote;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The current data of the service stores. */
@Remote
public interface Catalogue {

    /**
     * @param stores the stores of the products
     * @param products the products on sale
     */
    record Found(List<StoreCopy> stores, List<ProductCopy> products) {}

    /** Products that are not on sale are missing. Fails with Unavailable when stores can't be reached. */
    Uni<Found> find(Set<UUID> productIds);
}
