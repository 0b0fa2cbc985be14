package dev.mallbots.depot.application;

import dev.mallbots.depot.domain.Product;
import dev.mallbots.depot.domain.Store;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What the depot has heard of stores and products. Old news never overwrite newer ones. */
public interface Copies {

    /** @param sequence how many events of it the original had had when it looked like this */
    record StoreCopy(Store store, long sequence) {}

    /** @param sequence how many events of it the original had had when it looked like this */
    record ProductCopy(Product product, long sequence) {}

    Uni<List<Store>> stores(Set<UUID> ids);

    Uni<List<Product>> products(Set<UUID> ids);

    Uni<Void> keepStore(StoreCopy copy);

    Uni<Void> keepProduct(ProductCopy copy);

    /** Nothing happens to a store that is not known here; it will have this name when it is asked for. */
    Uni<Void> renameStore(UUID id, String name, long sequence);

    /** Nothing happens to a product that is not known here; it will have this name when it is asked for. */
    Uni<Void> renameProduct(UUID id, String name, long sequence);
}
