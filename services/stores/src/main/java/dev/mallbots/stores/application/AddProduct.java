package dev.mallbots.stores.application;

import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.service.security.Caller;
import dev.mallbots.stores.domain.Product;
import dev.mallbots.stores.domain.ProductEvent;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
public class AddProduct {

    private final Mall mall;
    private final Products products;
    private final Caller caller;

    AddProduct(Mall mall, Products products, Caller caller) {
        this.mall = mall;
        this.products = products;
        this.caller = caller;
    }

    @WithTransaction
    public Uni<UUID> handle(UUID storeId, String name, String description, String sku, Money price) {
        UUID id = Ids.next();
        List<ProductEvent> added = Product.add(id, storeId, name, description, sku, price);
        return mall.store(storeId)
                .invoke(listed -> caller.mustBe(listed.store().owner()))
                .chain(store -> products.add(id, added))
                .replaceWith(id);
    }
}
