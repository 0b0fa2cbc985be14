package dev.mallbots.stores.application;

import dev.mallbots.platform.service.security.Caller;
import dev.mallbots.platform.service.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Checks that the caller owns the store of a product. */
@ApplicationScoped
class ProductOwner {

    private final Products products;
    private final Mall mall;
    private final Caller caller;

    ProductOwner(Products products, Mall mall, Caller caller) {
        this.products = products;
        this.mall = mall;
        this.caller = caller;
    }

    /** Joins the caller's transaction; fails with NotFound, or when another person owns the store. */
    Uni<Void> mustCall(UUID productId) {
        if (caller.is(Roles.OPERATOR)) {
            return Uni.createFrom().voidItem();
        }
        return products.get(productId)
                .chain(product -> mall.store(product.storeId()))
                .invoke(listed -> caller.mustBe(listed.store().owner()))
                .replaceWithVoid();
    }
}
