package dev.mallbots.stores.application;

import dev.mallbots.stores.domain.Product;
import dev.mallbots.stores.domain.ProductEvent;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Stores and loads products for changes. The same transaction updates {@link Catalog} and writes the messages. */
public interface Products {

    Uni<Void> add(UUID id, List<ProductEvent> events);

    /** Fails with NotFound; a removed product is still found. */
    Uni<Product> get(UUID id);

    Uni<Void> update(UUID id, Function<Product, List<ProductEvent>> decide);
}
