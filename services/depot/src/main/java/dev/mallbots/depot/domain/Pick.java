package dev.mallbots.depot.domain;

import dev.mallbots.platform.kernel.Violation;
import java.util.Optional;

/** One line of what is wanted: how many of which product, with what is known of it and of its store. */
public record Pick(Store store, Product product, int quantity) {

    /** @param line where it stands in what was asked for, so that the asker can find it */
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
