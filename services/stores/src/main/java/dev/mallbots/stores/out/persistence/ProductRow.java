package dev.mallbots.stores.out.persistence;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.stores.application.ListedProduct;
import dev.mallbots.stores.domain.Product;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;

@Entity
@Table(name = "catalog")
class ProductRow {

    @Id
    private UUID id;

    @Column(name = "store_id")
    private UUID storeId;

    private String name;
    private String description;
    private String sku;
    private BigDecimal price;
    private long version;

    ProductRow() {}

    ProductRow(UUID id) {
        this.id = id;
    }

    ProductRow become(Product product, long newVersion) {
        storeId = product.storeId();
        name = product.name();
        description = product.description();
        sku = product.sku();
        price = product.price().amount();
        version = newVersion;
        return this;
    }

    /** The row of a product that has not been removed. */
    ListedProduct listed() {
        return new ListedProduct(new Product(id, storeId, name, description, sku, Money.of(price), false), version);
    }
}
