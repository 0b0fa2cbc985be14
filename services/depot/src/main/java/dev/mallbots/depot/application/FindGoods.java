package dev.mallbots.depot.application;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.mallbots.depot.domain.Product;
import dev.mallbots.depot.domain.Store;
import dev.mallbots.platform.idempotency.RolledBack;
import dev.mallbots.platform.kernel.Unavailable;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Finds the names and locations of products and stores in the local copies. It fetches missing ones from stores, for all lists at once, and
 * keeps them.
 */
@ApplicationScoped
public class FindGoods {

    private final Copies copies;
    private final StoresDirectory directory;

    FindGoods(Copies copies, StoresDirectory directory) {
        this.copies = copies;
        this.directory = directory;
    }

    /** Must not be called within a transaction: no transaction stays open during the call to stores. */
    public Uni<Goods> handle(Collection<Wanted> wanted) {
        Set<UUID> products = idsOf(wanted, Wanted::productId);
        Set<UUID> stores = idsOf(wanted, Wanted::storeId);
        return known(products, stores).chain(known -> {
            Set<UUID> unknownProducts = missing(products, known.products().keySet());
            Set<UUID> unknownStores = missing(stores, known.stores().keySet());
            return unknownProducts.isEmpty() && unknownStores.isEmpty()
                    ? Uni.createFrom().item(known)
                    : fetch(unknownProducts, unknownStores)
                            // read again: an event may have brought newer data than the answer meanwhile
                            .chain(() -> known(products, stores))
                            .onFailure(Unavailable.class)
                            .recoverWithItem(away ->
                                    new Goods(known.products(), known.stores(), Optional.of((Unavailable) away)));
        });
    }

    private Uni<Goods> known(Set<UUID> products, Set<UUID> stores) {
        if (products.isEmpty() && stores.isEmpty()) {
            return Uni.createFrom().item(new Goods(Map.of(), Map.of(), Optional.empty()));
        }
        return Panache.withSession(() -> copies.products(products)
                .chain(knownProducts -> copies.stores(stores)
                        .map(knownStores -> new Goods(
                                knownProducts.stream().collect(toMap(Product::id, it -> it)),
                                knownStores.stream().collect(toMap(Store::id, it -> it)),
                                Optional.empty()))));
    }

    private Uni<Void> fetch(Set<UUID> products, Set<UUID> stores) {
        return Uni.combine()
                .all()
                .unis(
                        products.isEmpty()
                                ? Uni.createFrom().item(List.<Copies.ProductCopy>of())
                                : directory.products(products),
                        stores.isEmpty()
                                ? Uni.createFrom().item(List.<Copies.StoreCopy>of())
                                : directory.stores(stores))
                .asTuple()
                .chain(found -> RolledBack.triedAgain(
                        () -> Panache.withTransaction(() -> keep(found.getItem1(), found.getItem2()))));
    }

    /** In the order of their ids, which is the lock order of the copies. */
    private Uni<Void> keep(List<Copies.ProductCopy> products, List<Copies.StoreCopy> stores) {
        return oneByOne(products, Comparator.comparing(it -> it.product().id()), copies::keepProduct)
                .chain(() ->
                        oneByOne(stores, Comparator.comparing(it -> it.store().id()), copies::keepStore));
    }

    private static <T> Uni<Void> oneByOne(List<T> items, Comparator<T> order, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(items.stream().sorted(order).toList())
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .onItem()
                .ignoreAsUni();
    }

    private static Set<UUID> idsOf(Collection<Wanted> wanted, Function<Wanted, UUID> id) {
        return wanted.stream().map(id).collect(toUnmodifiableSet());
    }

    private static Set<UUID> missing(Set<UUID> ids, Set<UUID> known) {
        return ids.stream().filter(id -> !known.contains(id)).collect(toUnmodifiableSet());
    }
}
