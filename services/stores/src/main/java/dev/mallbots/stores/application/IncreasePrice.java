package dev.mallbots.stores.application;

import dev.mallbots.platform.kernel.Money;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class IncreasePrice {

    private final Products products;
    private final ProductOwner owner;

    IncreasePrice(Products products, ProductOwner owner) {
        this.products = products;
        this.owner = owner;
    }

    @WithTransaction
    public Uni<Void> handle(UUID productId, Money price) {
        return owner.mustCall(productId)
                .chain(() -> products.update(productId, product -> product.increasePrice(price)));
    }
}
