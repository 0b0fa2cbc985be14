package dev.mallbots.baskets.application;

import dev.mallbots.baskets.domain.Offers;
import dev.mallbots.platform.idempotency.RolledBack;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/** Finds offers in the local copies. Products without a copy are fetched from stores once, and the copy is kept. */
@ApplicationScoped
public class FindOffers {

    private final Copies copies;
    private final Catalogue catalogue;

    FindOffers(Copies copies, Catalogue catalogue) {
        this.copies = copies;
        this.catalogue = catalogue;
    }

    /** Must not be called within a transaction: no transaction stays open during the call to stores. */
    public Uni<Offers> handle(Set<UUID> productIds) {
        return known(productIds)
                .chain(known -> {
                    Set<UUID> missing = known.missingOf(productIds);
                    return missing.isEmpty()
                            ? Uni.createFrom().item(known)
                            // read again: an event may have brought newer data than the answer meanwhile
                            : fetch(missing).chain(() -> known(productIds));
                })
                .map(known -> new Offers(productIds, known.offers()));
    }

    private Uni<Copies.Known> known(Set<UUID> productIds) {
        return productIds.isEmpty()
                ? Uni.createFrom().item(Copies.Known.NOTHING)
                : Panache.withSession(() -> copies.of(productIds));
    }

    private Uni<Void> fetch(Set<UUID> productIds) {
        return catalogue
                .find(productIds)
                .chain(found -> RolledBack.triedAgain(() -> Panache.withTransaction(
                        () -> copies.keepStores(found.stores()).chain(() -> copies.keepProducts(found.products())))));
    }
}
