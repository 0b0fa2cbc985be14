package dev.mallbots.depot.out.persistence;

import dev.mallbots.depot.application.Copies;
import dev.mallbots.depot.domain.Product;
import dev.mallbots.depot.domain.Store;
import dev.mallbots.platform.unitofwork.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

@ApplicationScoped
class StoredCopies implements Copies {

    private static final String STORES = "select id, name, location from store_copy where id = any($1::uuid[])";

    private static final String PRODUCTS = "select id, store_id, name from product_copy where id = any($1::uuid[])";

    private static final String KEEP_STORE = """
            insert into store_copy (id, name, location, sequence) values ($1, $2, $3, $4)
            on conflict (id) do update set name = excluded.name, location = excluded.location, sequence = excluded.sequence
            where store_copy.sequence < excluded.sequence
            """;

    private static final String KEEP_PRODUCT = """
            insert into product_copy (id, store_id, name, sequence) values ($1, $2, $3, $4)
            on conflict (id) do update set store_id = excluded.store_id, name = excluded.name, sequence = excluded.sequence
            where product_copy.sequence < excluded.sequence
            """;

    private static final String RENAME_STORE =
            "update store_copy set name = $2, sequence = $3 where id = $1 and sequence < $3";

    private static final String RENAME_PRODUCT =
            "update product_copy set name = $2, sequence = $3 where id = $1 and sequence < $3";

    @Override
    public Uni<List<Store>> stores(Set<UUID> ids) {
        return Sql.select(STORES, (Object) ids.toArray(UUID[]::new))
                .map(rows -> rows.stream()
                        .map(row -> new Store((UUID) row[0], (String) row[1], (String) row[2]))
                        .toList());
    }

    @Override
    public Uni<List<Product>> products(Set<UUID> ids) {
        return Sql.select(PRODUCTS, (Object) ids.toArray(UUID[]::new))
                .map(rows -> rows.stream()
                        .map(row -> new Product((UUID) row[0], (UUID) row[1], (String) row[2]))
                        .toList());
    }

    @Override
    public Uni<Void> keepStore(StoreCopy copy) {
        Store store = copy.store();
        return Sql.update(KEEP_STORE, store.id(), store.name(), store.location(), copy.sequence())
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> keepProduct(ProductCopy copy) {
        Product product = copy.product();
        return Sql.update(KEEP_PRODUCT, product.id(), product.storeId(), product.name(), copy.sequence())
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> renameStore(UUID id, String name, long sequence) {
        return Sql.update(RENAME_STORE, id, name, sequence).replaceWithVoid();
    }

    @Override
    public Uni<Void> renameProduct(UUID id, String name, long sequence) {
        return Sql.update(RENAME_PRODUCT, id, name, sequence).replaceWithVoid();
    }
}
