package dev.mallbots.analytics.domain;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A query for sales.
 *
 * @param period the period of the orders' completion
 * @param by the fields to group by; at least one
 * @param storeId only sales of this store
 * @param productId only sales of this product
 */
public record SalesQuestion(Period period, Set<Dimension> by, Optional<UUID> storeId, Optional<UUID> productId) {

    public SalesQuestion {
        by = Set.copyOf(by);
    }
}
