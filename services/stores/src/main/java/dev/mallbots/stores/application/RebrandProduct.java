package dev.mallbots.stores.application;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class RebrandProduct {

    private final Products products;

    RebrandProduct(Products products) {
        this.products = products;
    }

    @WithTransaction
    public Uni<Void> handle(UUID productId, String name, String description) {
        return products.update(productId, product -> product.rebrand(name, description));
    }
}
