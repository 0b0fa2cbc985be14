package dev.mallbots.stores.out.persistence;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.stores.application.ListedStore;
import dev.mallbots.stores.application.Mall;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class PostgresMall implements Mall {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    @Override
    @WithSession
    public Uni<ListedStore> store(UUID id) {
        return Panache.getSession()
                .chain(session -> session.find(StoreRow.class, id))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("store", id))
                .map(StoreRow::listed);
    }

    @Override
    @WithSession
    public Uni<Page<ListedStore>> stores(PageRequest asked) {
        return page("from StoreRow where id > :after order by id", asked);
    }

    @Override
    @WithSession
    public Uni<Page<ListedStore>> participatingStores(PageRequest asked) {
        return page("from StoreRow where participating and id > :after order by id", asked);
    }

    @Override
    @WithSession
    public Uni<List<ListedStore>> storesWithIds(Collection<UUID> ids) {
        return Panache.getSession()
                .chain(session -> session.createQuery("from StoreRow where id in :ids", StoreRow.class)
                        .setParameter("ids", ids)
                        .getResultList())
                .map(rows -> rows.stream().map(StoreRow::listed).toList());
    }

    private static Uni<Page<ListedStore>> page(String query, PageRequest asked) {
        UUID after = asked.after(1).map(cursor -> cursor.uuid(0)).orElse(BEFORE_ALL);
        return Panache.getSession()
                .chain(session -> session.createQuery(query, StoreRow.class)
                        .setParameter("after", after)
                        .setMaxResults(asked.rowsToFetch())
                        .getResultList())
                .map(rows -> asked.page(
                        rows.stream().map(StoreRow::listed).toList(),
                        listed -> Cursor.of(listed.store().id())));
    }
}
