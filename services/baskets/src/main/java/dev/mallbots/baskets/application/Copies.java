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
 * This service's own copies of stores and products, which follow the events of stores. Every change says of which version it is: one that
 * is not newer than the copy changes nothing, so that what is fetched and what is told can come in any order, and twice.
 *
 * <p>Everything here joins the caller's session or transaction.
 */
public interface Copies {

    /**
     * @param offers by product
     * @param removed products that are known to be sold no more
     */
    record Known(Map<UUID, Offer> offers, Set<UUID> removed) {

        public static final Known NOTHING = new Known(Map.of(), Set.of());

        Set<UUID> missingOf(Set<UUID> productIds) {
            return productIds.stream()
                    .filter(id -> Stream.of(offers.keySet(), removed).noneMatch(known -> known.contains(id)))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** What the copies say of these products. One of a store that has no copy is not known. */
    Uni<Known> of(Set<UUID> productIds);

    Uni<Void> keepStores(List<StoreCopy> stores);

    Uni<Void> keepProducts(List<ProductCopy> products);

    Uni<Void> storeRenamed(UUID id, String name, long version);

    Uni<Void> participationChanged(UUID id, boolean participating, long version);

    Uni<Void> productRenamed(UUID id, String name, long version);

    Uni<Void> priceChanged(UUID id, Money price, long version);

    Uni<Void> productRemoved(UUID id, long version);
}
