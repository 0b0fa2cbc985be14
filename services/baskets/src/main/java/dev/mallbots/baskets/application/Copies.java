package dev.mallbots.baskets.application;

import dev.mallbots.baskets.domain.Offer;
import dev.mallbots.platform.kernel.Money;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * This service's copies of stores and products, which follow the events of stores. Every change carries the version it comes from, and
 * changes nothing unless it is newer than the copy. So events and fetched data may arrive in any order, and more than once.
 *
 * <p>Every method joins the caller's session or transaction.
 */
public interface Copies {

    /**
     * @param offers the offers by product id
     * @param removed known products that are no longer sold
     */
    record Known(Map<UUID, Offer> offers, Set<UUID> removed) {

        public static final Known NOTHING = new Known(Map.of(), Set.of());

        Set<UUID> missingOf(Set<UUID> productIds) {
            return productIds.stream()
                    .filter(id -> Stream.of(offers.keySet(), removed).noneMatch(known -> known.contains(id)))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** The copies' offers of these products. A product whose store has no copy is unknown. */
    Uni<Known> of(Set<UUID> productIds);

    Uni<Void> keepStores(List<StoreCopy> stores);

    Uni<Void> keepProducts(List<ProductCopy> products);

    Uni<Void> storeRenamed(UUID id, String name, long version);

    Uni<Void> participationChanged(UUID id, boolean participating, long version);

    Uni<Void> productRenamed(UUID id, String name, long version);

    Uni<Void> priceChanged(UUID id, Money price, long version);

    Uni<Void> productRemoved(UUID id, long version);
}
