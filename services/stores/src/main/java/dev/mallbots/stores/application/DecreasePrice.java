package dev.mallbots.stores.application;

import dev.mallbots.platform.kernel.Money;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
public class DecreasePrice {

    private final Products products;

    DecreasePrice(Products products) {
        this.products = products;
    }

    @WithTransaction
    public Uni<Void> handle(UUID productId, Money price) {
        return products.update(productId, product -> product.decreasePrice(price));
    }
}
