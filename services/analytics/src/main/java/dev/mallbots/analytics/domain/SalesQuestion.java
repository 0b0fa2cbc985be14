package dev.mallbots.analytics.domain;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which sales somebody asks for.
 *
 * @param period in which their orders were completed
 * @param by what they are told apart by; one or more
 * @param storeId only what this store sold
 * @param productId only what was sold of this product
 */
public record SalesQuestion(Period period, Set<Dimension> by, Optional<UUID> storeId, Optional<UUID> productId) {

    public SalesQuestion {
        by = Set.copyOf(by);
    }
}
