package dev.mallbots.depot.application;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.mallbots.depot.application.Copies.ProductCopy;
import dev.mallbots.depot.application.Copies.StoreCopy;
import dev.mallbots.depot.domain.Origin;
import dev.mallbots.depot.domain.Pick;
import dev.mallbots.depot.domain.Product;
import dev.mallbots.depot.domain.ShoppingList;
import dev.mallbots.depot.domain.Store;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Makes the list of an order. A saga that asks again gets the same list; staff are told that there is one. */
@ApplicationScoped
public class CreateShoppingList {

    private final ShoppingLists lists;
    private final Copies copies;
    private final StoresDirectory directory;

    CreateShoppingList(ShoppingLists lists, Copies copies, StoresDirectory directory) {
        this.lists = lists;
        this.copies = copies;
        this.directory = directory;
    }

    @WithTransaction
    public Uni<UUID> handle(UUID order, Origin origin, List<Wanted> wanted) {
        return lists.holdLiveFor(order)
                .chain(live -> live.map(it -> again(it, origin)).orElseGet(() -> create(order, origin, wanted)));
    }

    private static Uni<UUID> again(ShoppingList live, Origin origin) {
        if (origin == Origin.ORDER && live.origin() == Origin.ORDER) {
            return Uni.createFrom().item(live.id());
        }
        throw new Conflict("order %s has shopping list %s already".formatted(live.orderId(), live.id()));
    }

    private Uni<UUID> create(UUID order, Origin origin, List<Wanted> wanted) {
        UUID id = Ids.next();
        return lookUp(wanted)
                .chain(picks -> lists.add(id, ShoppingList.create(id, order, origin, picks)))
                .replaceWith(id);
    }

    private Uni<List<Pick>> lookUp(List<Wanted> wanted) {
        if (wanted.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return products(idsOf(wanted, Wanted::productId))
                .chain(products ->
                        stores(idsOf(wanted, Wanted::storeId)).map(stores -> picks(wanted, products, stores)));
    }

    private Uni<Map<UUID, Product>> products(Set<UUID> ids) {
        return copies.products(ids).chain(known -> {
            var missing = missing(ids, known, Product::id);
            return missing.isEmpty()
                    ? Uni.createFrom().item(byId(known, Product::id))
                    : directory.products(missing).call(this::keepProducts).map(found -> {
                        var all = new ArrayList<>(known);
                        found.forEach(copy -> all.add(copy.product()));
                        return byId(all, Product::id);
                    });
        });
    }

    private Uni<Map<UUID, Store>> stores(Set<UUID> ids) {
        return copies.stores(ids).chain(known -> {
            var missing = missing(ids, known, Store::id);
            return missing.isEmpty()
                    ? Uni.createFrom().item(byId(known, Store::id))
                    : directory.stores(missing).call(this::keepStores).map(found -> {
                        var all = new ArrayList<>(known);
                        found.forEach(copy -> all.add(copy.store()));
                        return byId(all, Store::id);
                    });
        });
    }

    private Uni<Void> keepProducts(List<ProductCopy> found) {
        return oneByOne(found, copies::keepProduct);
    }

    private Uni<Void> keepStores(List<StoreCopy> found) {
        return oneByOne(found, copies::keepStore);
    }

    private static <T> Uni<Void> oneByOne(List<T> items, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .onItem()
                .ignoreAsUni();
    }

    private static Set<UUID> idsOf(List<Wanted> wanted, Function<Wanted, UUID> id) {
        return wanted.stream().map(id).collect(toSet());
    }

    private static <T> Set<UUID> missing(Set<UUID> ids, List<T> known, Function<T, UUID> id) {
        var missing = new HashSet<>(ids);
        known.forEach(it -> missing.remove(id.apply(it)));
        return missing;
    }

    private static <T> Map<UUID, T> byId(List<T> items, Function<T, UUID> id) {
        return items.stream().collect(toMap(id, it -> it));
    }

    private static List<Pick> picks(List<Wanted> wanted, Map<UUID, Product> products, Map<UUID, Store> stores) {
        var picks = new ArrayList<Pick>();
        var unknown = new ArrayList<Violation>();
        for (int i = 0; i < wanted.size(); i++) {
            var line = wanted.get(i);
            var product = products.get(line.productId());
            var store = stores.get(line.storeId());
            if (product == null) {
                unknown.add(new Violation("items[%d].productId".formatted(i), "is no product of the mall"));
            } else if (store == null) {
                unknown.add(new Violation("items[%d].storeId".formatted(i), "is no store of the mall"));
            } else {
                picks.add(new Pick(store, product, line.quantity()));
            }
        }
        if (!unknown.isEmpty()) {
            throw new RuleBroken("some items are not known in the mall", unknown);
        }
        return picks;
    }
}
