package dev.mallbots.ordering.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/** A line of a request, unchecked until {@link CatalogueCheck} has compared it with the catalogue. */
public record RequestedItem(UUID storeId, UUID productId, Money price, int quantity) {}
