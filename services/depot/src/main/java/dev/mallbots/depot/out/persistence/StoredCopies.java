package dev.mallbots.depot.out.persistence;

import dev.mallbots.depot.application.Copies;
import dev.mallbots.depot.domain.Product;
import dev.mallbots.depot.domain.Store;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

@ApplicationScoped
class StoredCopies implements Copies {

    private static final String KEEP_STORE = """
            insert into store_copy (id, name, location, sequence) values (:id, :name, :location, :sequence)
            on conflict (id) do update set name = excluded.name, location = excluded.location, sequence = excluded.sequence
            where store_copy.sequence < excluded.sequence
            """;

    private static final String KEEP_PRODUCT = """
            insert into product_copy (id, store_id, name, sequence) values (:id, :store, :name, :sequence)
            on conflict (id) do update set store_id = excluded.store_id, name = excluded.name, sequence = excluded.sequence
            where product_copy.sequence < excluded.sequence
            """;

    /** A batch of messages may contain more ids than a statement may have parameters. */
    private static final String AMONG =
            "id in (select cast(named as uuid) from unnest(string_to_array(cast(:ids as text), ',')) named)";

    @Override
    public Uni<List<Store>> stores(Set<UUID> ids) {
        return Panache.getSession()
                // with a result type, Hibernate would create and keep a query plan for every execution
                .chain(session -> session.<Object[]>createNativeQuery(
                                "select id, name, location from store_copy where " + AMONG)
                        .setParameter("ids", joined(ids))
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Store((UUID) row[0], (String) row[1], (String) row[2]))
                        .toList());
    }

    @Override
    public Uni<List<Product>> products(Set<UUID> ids) {
        return Panache.getSession()
                .chain(session -> session.<Object[]>createNativeQuery(
                                "select id, store_id, name from product_copy where " + AMONG)
                        .setParameter("ids", joined(ids))
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Product((UUID) row[0], (UUID) row[1], (String) row[2]))
                        .toList());
    }

    @Override
    public Uni<Void> keepStore(StoreCopy copy) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(KEEP_STORE)
                        .setParameter("id", copy.store().id())
                        .setParameter("name", copy.store().name())
                        .setParameter("location", copy.store().location())
                        .setParameter("sequence", copy.sequence())
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> keepProduct(ProductCopy copy) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(KEEP_PRODUCT)
                        .setParameter("id", copy.product().id())
                        .setParameter("store", copy.product().storeId())
                        .setParameter("name", copy.product().name())
                        .setParameter("sequence", copy.sequence())
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> renameStore(UUID id, String name, long sequence) {
        return rename(
                "update store_copy set name = :name, sequence = :sequence where id = :id and sequence < :sequence",
                id,
                name,
                sequence);
    }

    @Override
    public Uni<Void> renameProduct(UUID id, String name, long sequence) {
        return rename(
                "update product_copy set name = :name, sequence = :sequence where id = :id and sequence < :sequence",
                id,
                name,
                sequence);
    }

    private static Uni<Void> rename(String update, UUID id, String name, long sequence) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(update)
                        .setParameter("id", id)
                        .setParameter("name", name)
                        .setParameter("sequence", sequence)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static String joined(Set<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining(","));
    }
}
