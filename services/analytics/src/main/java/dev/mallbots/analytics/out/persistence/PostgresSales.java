package dev.mallbots.analytics.out.persistence;

import dev.mallbots.analytics.application.Sales;
import dev.mallbots.analytics.domain.OrderedLine;
import dev.mallbots.analytics.domain.SalesQuestion;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.unitofwork.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** A page of any length takes three queries: the sums, the names of stores, and the names of products. */
@ApplicationScoped
class PostgresSales implements Sales {

    private static final String ORDER = """
            insert into order_line (order_id, line, store_id, product_id, quantity, total)
            select $1, line - 1, store_id, product_id, quantity, total
            from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::numeric[])
                with ordinality ordered (store_id, product_id, quantity, total, line)
            """;

    private static final String COMPLETE = "update order_line set sold_at = $1, sold_hour = $2 where order_id = $3";

    private static final String CALL = """
            insert into %1$s (id, name, sequence) values ($1, $2, $3)
            on conflict (id) do update set name = excluded.name, sequence = excluded.sequence
            where %1$s.sequence < excluded.sequence
            """;

    private static final String NAMES = """
            select new dev.mallbots.analytics.out.persistence.PostgresSales$Name(n.id, n.name) from %s n where n.id in :ids
            """;

    /** Null for a field by which the query does not group. */
    record Sum(Instant hour, UUID storeId, UUID productId, long quantity, BigDecimal total) {

        Sold with(Map<UUID, String> storeNames, Map<UUID, String> productNames) {
            return new Sold(
                    Optional.ofNullable(hour),
                    Optional.ofNullable(storeId).map(id -> reference(id, storeNames)),
                    Optional.ofNullable(productId).map(id -> reference(id, productNames)),
                    quantity,
                    total);
        }

        private static Reference reference(UUID id, Map<UUID, String> names) {
            return new Reference(id, Optional.ofNullable(names.get(id)));
        }
    }

    record Name(UUID id, String name) {}

    @Override
    public Uni<Void> order(UUID orderId, List<OrderedLine> lines) {
        return Sql.update(
                        ORDER,
                        orderId,
                        lines.stream().map(OrderedLine::storeId).toArray(UUID[]::new),
                        lines.stream().map(OrderedLine::productId).toArray(UUID[]::new),
                        lines.stream().map(OrderedLine::quantity).toArray(Integer[]::new),
                        lines.stream().map(line -> line.total().amount()).toArray(BigDecimal[]::new))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> complete(UUID orderId, Instant at) {
        return Sql.update(
                        COMPLETE,
                        at.atOffset(ZoneOffset.UTC),
                        at.truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC),
                        orderId)
                .invoke(lines -> {
                    if (lines == 0) {
                        throw new NotFound("order", orderId);
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> call(Named kind, UUID id, String name, long version) {
        String table = switch (kind) {
            case STORE -> "store";
            case PRODUCT -> "product";
        };
        return Sql.update(CALL.formatted(table), id, name, version).replaceWithVoid();
    }

    @Override
    @WithSession
    public Uni<Page<Sold>> sold(SalesQuestion question, PageRequest asked) {
        SumsQuery query = SumsQuery.of(question, asked);
        return Panache.getSession()
                .chain(session -> sums(session, query, asked.rowsToFetch())
                        .map(sums -> asked.page(sums, query::cursor))
                        .chain(page -> withNames(session, page)));
    }

    private static Uni<List<Sum>> sums(Mutiny.Session session, SumsQuery asked, int atMost) {
        var query = session.createQuery(asked.hql(), Object[].class).setMaxResults(atMost);
        asked.parameters().forEach(query::setParameter);
        return query.getResultList().map(rows -> rows.stream().map(asked::sum).toList());
    }

    private static Uni<Page<Sold>> withNames(Mutiny.Session session, Page<Sum> page) {
        return names(session, "StoreRow", page, Sum::storeId)
                .chain(stores -> names(session, "ProductRow", page, Sum::productId)
                        .map(products -> page.map(sum -> sum.with(stores, products))));
    }

    private static Uni<Map<UUID, String>> names(
            Mutiny.Session session, String entity, Page<Sum> page, Function<Sum, UUID> idOf) {
        List<UUID> ids = page.items().stream()
                .map(idOf)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : session.createQuery(NAMES.formatted(entity), Name.class)
                        .setParameter("ids", ids)
                        .getResultList()
                        .map(names -> names.stream().collect(Collectors.toMap(Name::id, Name::name)));
    }
}
