package dev.mallbots.baskets.out.persistence;

import dev.mallbots.baskets.domain.Offer;
import dev.mallbots.platform.kernel.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;

@Entity
@Table(name = "product_copy")
class ProductCopyRow {

    @Id
    UUID id;

    @Column(name = "store_id")
    UUID storeId;

    String name;

    BigDecimal price;

    /** A removed product keeps its row, so that baskets does not ask stores for it again. */
    boolean removed;

    long version;

    Offer offeredBy(StoreCopyRow store) {
        return new Offer(storeId, id, store.name, name, Money.of(price), store.participating);
    }
}
