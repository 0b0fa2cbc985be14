package dev.mallbots.analytics.out.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "order_line")
@IdClass(OrderLineRow.Key.class)
class OrderLineRow {

    record Key(UUID orderId, int line) {}

    @Id
    @Column(name = "order_id")
    private UUID orderId;

    @Id
    private int line;

    @Column(name = "store_id")
    private UUID storeId;

    @Column(name = "product_id")
    private UUID productId;

    private int quantity;
    private BigDecimal total;

    @Column(name = "sold_at")
    private Instant soldAt;

    @Column(name = "sold_hour")
    private Instant soldHour;

    OrderLineRow() {}
}
