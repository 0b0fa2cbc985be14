package dev.mallbots.baskets.out.persistence;

import dev.mallbots.baskets.application.Copies;
import dev.mallbots.baskets.application.ProductCopy;
import dev.mallbots.baskets.application.StoreCopy;
import dev.mallbots.baskets.domain.Offer;
import dev.mallbots.platform.kernel.Money;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.MutationQuery;

/** Every statement compares versions in the database itself, so no reading and writing can race. */
@ApplicationScoped
class StoredCopies implements Copies {

    @Override
    public Uni<Known> of(Set<UUID> productIds) {
        return Panache.getSession()
                .chain(session -> session.createQuery("""
                                from ProductCopyRow product
                                left join StoreCopyRow store on store.id = product.storeId
                                where product.id in :ids""", Object[].class)
                        .setParameter("ids", productIds)
                        .getResultList())
                .map(StoredCopies::known);
    }

    private static Known known(List<Object[]> rows) {
        Map<UUID, Offer> offers = new HashMap<>();
        Set<UUID> removed = new HashSet<>();
        for (Object[] row : rows) {
            ProductCopyRow product = (ProductCopyRow) row[0];
            StoreCopyRow store = (StoreCopyRow) row[1];
            if (product.removed) {
                removed.add(product.id);
            } else if (store != null) {
                offers.put(product.id, product.offeredBy(store));
            }
        }
        return new Known(offers, removed);
    }

    @Override
    public Uni<Void> keepStores(List<StoreCopy> stores) {
        return each(
                inOrder(stores, StoreCopy::id),
                store -> change(
                        """
                insert into StoreCopyRow (id, name, participating, version)
                values (:id, :name, :participating, :version)
                on conflict (id) do update
                set name = excluded.name, participating = excluded.participating, version = excluded.version
                where version < excluded.version""",
                        query -> query.setParameter("id", store.id())
                                .setParameter("name", store.name())
                                .setParameter("participating", store.participating())
                                .setParameter("version", store.version())));
    }

    @Override
    public Uni<Void> keepProducts(List<ProductCopy> products) {
        return each(
                inOrder(products, ProductCopy::id),
                product -> change(
                        """
                insert into ProductCopyRow (id, storeId, name, price, removed, version)
                values (:id, :storeId, :name, :price, false, :version)
                on conflict (id) do update
                set storeId = excluded.storeId, name = excluded.name, price = excluded.price, version = excluded.version
                where version < excluded.version and not removed""",
                        query -> query.setParameter("id", product.id())
                                .setParameter("storeId", product.storeId())
                                .setParameter("name", product.name())
                                .setParameter("price", product.price().amount())
                                .setParameter("version", product.version())));
    }

    /** Several rows are always written in the order of their ids, so that two transactions with the same rows don't deadlock. */
    private static <T> List<T> inOrder(List<T> copies, Function<T, UUID> id) {
        return copies.stream().sorted(Comparator.comparing(id)).toList();
    }

    @Override
    public Uni<Void> storeRenamed(UUID id, String name, long version) {
        return change(
                "update StoreCopyRow set name = :name, version = :version where id = :id and version < :version",
                query -> query.setParameter("id", id).setParameter("name", name).setParameter("version", version));
    }

    @Override
    public Uni<Void> participationChanged(UUID id, boolean participating, long version) {
        return change(
                "update StoreCopyRow set participating = :participating, version = :version where id = :id and version < :version",
                query -> query.setParameter("id", id)
                        .setParameter("participating", participating)
                        .setParameter("version", version));
    }

    @Override
    public Uni<Void> productRenamed(UUID id, String name, long version) {
        return change(
                "update ProductCopyRow set name = :name, version = :version where id = :id and version < :version",
                query -> query.setParameter("id", id).setParameter("name", name).setParameter("version", version));
    }

    @Override
    public Uni<Void> priceChanged(UUID id, Money price, long version) {
        return change(
                "update ProductCopyRow set price = :price, version = :version where id = :id and version < :version",
                query -> query.setParameter("id", id)
                        .setParameter("price", price.amount())
                        .setParameter("version", version));
    }

    @Override
    public Uni<Void> productRemoved(UUID id, long version) {
        return change(
                "update ProductCopyRow set removed = true, version = :version where id = :id and version < :version",
                query -> query.setParameter("id", id).setParameter("version", version));
    }

    /** One after the other, because a session runs one statement at a time. */
    private static <T> Uni<Void> each(List<T> all, Function<T, Uni<Void>> work) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (T one : all) {
            done = done.chain(() -> work.apply(one));
        }
        return done;
    }

    private static Uni<Void> change(String statement, UnaryOperator<MutationQuery> parameters) {
        return Panache.getSession()
                .chain((Mutiny.Session session) ->
                        parameters.apply(session.createMutationQuery(statement)).executeUpdate())
                .replaceWithVoid();
    }
}
