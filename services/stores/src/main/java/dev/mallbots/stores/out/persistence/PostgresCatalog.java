package dev.mallbots.stores.out.persistence;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.stores.application.Catalog;
import dev.mallbots.stores.application.ListedProduct;
import dev.mallbots.stores.application.Mall;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class PostgresCatalog implements Catalog {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Mall mall;

    PostgresCatalog(Mall mall) {
        this.mall = mall;
    }

    @Override
    @WithSession
    public Uni<ListedProduct> product(UUID id) {
        return Panache.getSession()
                .chain(session -> session.find(ProductRow.class, id))
                .onItem()
                .ifNull()
                .failWith(() -> NotFound.of("id", "product with that ID does not exist"))
                .map(ProductRow::listed);
    }

    @Override
    @WithSession
    public Uni<Page<ListedProduct>> productsOf(UUID storeId, PageRequest asked) {
        UUID after = asked.after(1).map(cursor -> cursor.uuid(0)).orElse(BEFORE_ALL);
        return mall.store(storeId)
                .chain(Panache::getSession)
                .chain(session -> session.createQuery(
                                "from ProductRow where storeId = :storeId and id > :after order by id",
                                ProductRow.class)
                        .setParameter("storeId", storeId)
                        .setParameter("after", after)
                        .setMaxResults(asked.rowsToFetch())
                        .getResultList())
                .map(rows -> asked.page(
                        rows.stream().map(ProductRow::listed).toList(),
                        listed -> Cursor.of(listed.product().id())));
    }

    @Override
    @WithSession
    public Uni<List<ListedProduct>> productsWithIds(Collection<UUID> ids) {
        return Panache.getSession()
                .chain(session -> session.createQuery("from ProductRow where id in :ids", ProductRow.class)
                        .setParameter("ids", ids)
                        .getResultList())
                .map(rows -> rows.stream().map(ProductRow::listed).toList());
    }
}
