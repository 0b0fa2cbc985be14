package dev.mallbots.ordering.domain;

import dev.mallbots.platform.kernel.Money;
import java.util.UUID;

/** A line as a caller asks for it: nothing in it is believed before {@link CatalogueCheck} has seen it. */
public record RequestedItem(UUID storeId, UUID productId, Money price, int quantity) {}
