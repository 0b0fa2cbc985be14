package dev.mallbots.depot.application;

import dev.mallbots.depot.application.Copies.ProductCopy;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps a copy of a new product. */
@ApplicationScoped
public class RememberProduct {

    private final Copies copies;

    RememberProduct(Copies copies) {
        this.copies = copies;
    }

    @WithTransaction
    public Uni<Void> handle(ProductCopy copy) {
        return copies.keepProduct(copy);
    }
}
