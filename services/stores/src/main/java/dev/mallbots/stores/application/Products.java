package dev.mallbots.stores.application;

import dev.mallbots.stores.domain.Product;
import dev.mallbots.stores.domain.ProductEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** The products as they change. What happens to one is in {@link Catalog} and on its way to the other contexts in the same transaction. */
public interface Products {

    Uni<Void> add(UUID id, List<ProductEvent> events);

    /** Fails with NotFound; one that was removed is still there. */
    Uni<Product> get(UUID id);

    Uni<Void> update(UUID id, Function<Product, List<ProductEvent>> decide);
}
