package dev.mallbots.stores.application;

import dev.mallbots.stores.domain.Product;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class RemoveProduct {

    private final Products products;
    private final ProductOwner owner;

    RemoveProduct(Products products, ProductOwner owner) {
        this.products = products;
        this.owner = owner;
    }

    @WithTransaction
    public Uni<Void> handle(UUID productId) {
        return owner.mustCall(productId).chain(() -> products.update(productId, Product::remove));
    }
}
