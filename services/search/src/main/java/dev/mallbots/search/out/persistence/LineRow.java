package dev.mallbots.search.out.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;
import java.util.UUID;

@Embeddable
class LineRow {

    @Column(name = "store_id")
    private UUID storeId;

    @Column(name = "product_id")
    private UUID productId;

    @Column(name = "store_name")
    private String storeName;

    @Column(name = "product_name")
    private String productName;

    private BigDecimal price;
    private int quantity;
}
