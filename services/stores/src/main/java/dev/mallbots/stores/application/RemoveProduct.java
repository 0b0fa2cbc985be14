package dev.mallbots.stores.application;

import dev.mallbots.stores.domain.Product;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class RemoveProduct {

    private final Products products;

    RemoveProduct(Products products) {
        this.products = products;
    }

    @WithTransaction
    public Uni<Void> handle(UUID productId) {
        return products.update(productId, Product::remove);
    }
}
