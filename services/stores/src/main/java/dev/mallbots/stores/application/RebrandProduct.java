package dev.mallbots.stores.application;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class RebrandProduct {

    private final Products products;
    private final ProductOwner owner;

    RebrandProduct(Products products, ProductOwner owner) {
        this.products = products;
        this.owner = owner;
    }

    @WithTransaction
    public Uni<Void> handle(UUID productId, String name, String description) {
        return owner.mustCall(productId)
                .chain(() -> products.update(productId, product -> product.rebrand(name, description)));
    }
}
