package dev.mallbots.search.out.persistence;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.search.application.FoundOrder;
import dev.mallbots.search.application.FoundOrder.FoundLine;
import dev.mallbots.search.application.OrderSearch;
import dev.mallbots.search.domain.OrderFilters;
import dev.mallbots.search.domain.OrderStatus;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** A page of any length takes two queries: the orders, and the lines of all of them. */
@ApplicationScoped
class PostgresOrderSearch implements OrderSearch {

    private static final String HEADS = """
            select new dev.mallbots.search.out.persistence.PostgresOrderSearch$Head(
                o.id, o.customerId, c.name, o.paymentId, p.status, i.status, o.total, o.status, o.placedAt)
            from OrderRow o
            left join CustomerRow c on c.id = o.customerId
            left join PaymentRow p on p.id = o.paymentId
            left join InvoiceRow i on i.id = o.id
            where %s
            order by o.placedAt desc, o.id desc
            """;

    private static final String LINES = """
            select new dev.mallbots.search.out.persistence.PostgresOrderSearch$Line(
                o.id, l.storeId, coalesce(s.name, l.storeName), l.productId, coalesce(p.name, l.productName), l.price, l.quantity)
            from OrderRow o
            join o.lines l
            left join StoreRow s on s.id = l.storeId
            left join ProductRow p on p.id = l.productId
            where o.id in :orders
            order by o.id, index(l)
            """;

    /** An order without its lines, as the database returns it. */
    record Head(
            UUID id,
            UUID customerId,
            String customerName,
            UUID paymentId,
            String paymentStatus,
            String invoiceStatus,
            BigDecimal total,
            String status,
            Instant placedAt) {

        FoundOrder with(List<Line> lines) {
            return new FoundOrder(
                    id,
                    customerId,
                    Optional.ofNullable(customerName),
                    paymentId,
                    Optional.ofNullable(paymentStatus),
                    Optional.ofNullable(invoiceStatus),
                    Money.of(total),
                    OrderStatus.ofWord(status).orElseThrow(),
                    placedAt,
                    lines.stream().map(Line::found).toList());
        }
    }

    /** A line with its order's id. */
    record Line(
            UUID orderId,
            UUID storeId,
            String storeName,
            UUID productId,
            String productName,
            BigDecimal price,
            int quantity) {

        FoundLine found() {
            return new FoundLine(storeId, storeName, productId, productName, Money.of(price), quantity);
        }
    }

    @Override
    @WithSession
    public Uni<Page<FoundOrder>> find(OrderFilters filters, PageRequest asked) {
        Criteria criteria = Criteria.of(filters);
        asked.after(2).ifPresent(criteria::after);
        return Panache.getSession()
                .chain(session -> heads(session, criteria.where(), criteria.parameters(), asked.rowsToFetch())
                        .map(heads -> asked.page(heads, head -> Cursor.of(head.placedAt(), head.id())))
                        .chain(page -> withLines(session, page)));
    }

    @Override
    @WithSession
    public Uni<FoundOrder> order(UUID id) {
        return Panache.getSession()
                .chain(session -> heads(session, "o.id = :id", Map.of("id", id), 1)
                        .chain(heads -> withLines(session, new Page<>(heads, null))))
                .map(page -> page.items().stream().findAny().orElseThrow(() -> new NotFound("order", id)));
    }

    private static Uni<List<Head>> heads(
            Mutiny.Session session, String where, Map<String, Object> parameters, int atMost) {
        var query = session.createQuery(HEADS.formatted(where), Head.class).setMaxResults(atMost);
        parameters.forEach(query::setParameter);
        return query.getResultList();
    }

    private static Uni<Page<FoundOrder>> withLines(Mutiny.Session session, Page<Head> page) {
        return session.createQuery(LINES, Line.class)
                .setParameter("orders", page.items().stream().map(Head::id).toList())
                .getResultList()
                .map(lines -> lines.stream().collect(Collectors.groupingBy(Line::orderId)))
                .map(lines -> page.map(head -> head.with(lines.getOrDefault(head.id(), List.of()))));
    }
}
