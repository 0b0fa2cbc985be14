package dev.mallbots.depot.domain;

import dev.mallbots.platform.kernel.Violation;
import java.util.Optional;

/** One requested line: a product and its quantity, with the known data of the product and its store. */
public record Pick(Store store, Product product, int quantity) {

    /** @param line the line's index in the request, for error messages */
    Optional<Violation> wrongWith(int line) {
        if (quantity < 1) {
            return Optional.of(new Violation("items[%d].quantity".formatted(line), "must be at least 1"));
        }
        if (!product.storeId().equals(store.id())) {
            return Optional.of(
                    new Violation("items[%d].storeId".formatted(line), "is not the store that sells this product"));
        }
        return Optional.empty();
    }
}
