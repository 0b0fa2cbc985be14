package dev.mallbots.baskets.domain;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The result of a lookup of products.
 *
 * @param askedFor the products of the lookup
 * @param found offers by product; a product that is missing here is not sold
 */
public record Offers(Set<UUID> askedFor, Map<UUID, Offer> found) {

    public Offers {
        askedFor = Set.copyOf(askedFor);
        found = Map.copyOf(found);
    }

    public Optional<Offer> of(UUID productId) {
        return Optional.ofNullable(found.get(productId));
    }
}
