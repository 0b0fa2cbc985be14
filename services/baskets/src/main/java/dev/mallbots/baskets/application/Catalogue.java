package dev.mallbots.baskets.application;

import dev.mallbots.platform.kernel.Remote;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What stores itself knows at this moment. */
@Remote
public interface Catalogue {

    /**
     * @param stores those of the products
     * @param products those that are sold
     */
    record Found(List<StoreCopy> stores, List<ProductCopy> products) {}

    /** A product that is not sold is missing. Fails with Unavailable when stores can't be asked. */
    Uni<Found> find(Set<UUID> productIds);
}
