package dev.mallbots.depot.application;

import dev.mallbots.depot.domain.Product;
import dev.mallbots.depot.domain.Store;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The depot's copies of stores and products. An older event never overwrites newer data. */
public interface Copies {

    /** @param sequence the number of events of the original in this state */
    record StoreCopy(Store store, long sequence) {}

    /** @param sequence the number of events of the original in this state */
    record ProductCopy(Product product, long sequence) {}

    Uni<List<Store>> stores(Set<UUID> ids);

    Uni<List<Product>> products(Set<UUID> ids);

    Uni<Void> keepStore(StoreCopy copy);

    Uni<Void> keepProduct(ProductCopy copy);

    /** Ignores an unknown store: when stores is asked for it, it will have this name. */
    Uni<Void> renameStore(UUID id, String name, long sequence);

    /** Ignores an unknown product: when stores is asked for it, it will have this name. */
    Uni<Void> renameProduct(UUID id, String name, long sequence);
}
