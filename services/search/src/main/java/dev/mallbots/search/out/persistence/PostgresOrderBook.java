package dev.mallbots.search.out.persistence;

import static dev.mallbots.platform.unitofwork.Sql.column;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.unitofwork.Gathering;
import dev.mallbots.platform.unitofwork.Sql;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import dev.mallbots.search.application.OrderBook;
import dev.mallbots.search.domain.OrderStatus;
import dev.mallbots.search.domain.PlacedOrder;
import dev.mallbots.search.domain.PlacedOrder.PlacedLine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes what the messages of a batch say with one statement for each table, whatever their number. */
@ApplicationScoped
class PostgresOrderBook implements OrderBook {

    private static final String PLACE = """
            insert into placed_order (id, customer_id, payment_id, total, status, placed_at, sequence)
            select id, customer_id, payment_id, total::numeric, status, placed_at, sequence
            from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::bigint[])
                placed (id, customer_id, payment_id, total, status, placed_at, sequence)
            on conflict do nothing
            """;

    private static final String PLACE_LINES = """
            insert into order_line (order_id, line, store_id, product_id, store_name, product_name, price, quantity)
            select order_id, line, store_id, product_id, store_name, product_name, price::numeric, quantity
            from unnest($1::uuid[], $2::int[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::int[])
                placed (order_id, line, store_id, product_id, store_name, product_name, price, quantity)
            on conflict do nothing
            """;

    /** Returns the orders that do not exist. */
    private static final String MOVE = """
            with news as (select * from unnest($1::uuid[], $2::text[], $3::bigint[]) news (id, status, sequence)),
            moved as (
                update placed_order o set status = news.status, sequence = news.sequence
                from news where o.id = news.id and o.sequence < news.sequence)
            select id from news where not exists (select from placed_order o where o.id = news.id)
            """;

    private static final String CALL = """
            insert into %1$s (id, name, sequence) select * from unnest($1::uuid[], $2::text[], $3::bigint[])
            on conflict (id) do update set name = excluded.name, sequence = excluded.sequence
            where %1$s.sequence < excluded.sequence
            """;

    private static final String ACCOMPANY = """
            insert into %1$s (id, status, sequence) select * from unnest($1::uuid[], $2::text[], $3::bigint[])
            on conflict (id) do update set status = excluded.status, sequence = excluded.sequence
            where %1$s.sequence < excluded.sequence
            """;

    /** What a message says. */
    private sealed interface News {

        record Placed(PlacedOrder order, long version) implements News {}

        /** @param value the status of an order, payment or invoice, or a name */
        record Changed(Table table, UUID id, String value, long version) implements News {}
    }

    /** The tables with one changing value, each with the statement that writes it. */
    private enum Table {
        ORDER(MOVE),
        CUSTOMER(CALL.formatted("customer")),
        STORE(CALL.formatted("store")),
        PRODUCT(CALL.formatted("product")),
        PAYMENT(ACCOMPANY.formatted("payment")),
        INVOICE(ACCOMPANY.formatted("invoice"));

        private final String statement;

        Table(String statement) {
            this.statement = statement;
        }
    }

    private final Gathering<News> news = new Gathering<>(PostgresOrderBook::write);

    @Produces
    @Singleton
    UnitOfWork.Member inEachBatch() {
        return news;
    }

    @Override
    public Uni<Void> place(PlacedOrder order, long version) {
        return news.add(new News.Placed(order, version));
    }

    @Override
    public Uni<Void> move(UUID orderId, OrderStatus status, long version) {
        return news.add(new News.Changed(Table.ORDER, orderId, status.word(), version));
    }

    @Override
    public Uni<Void> call(Named kind, UUID id, String name, long version) {
        Table table = switch (kind) {
            case CUSTOMER -> Table.CUSTOMER;
            case STORE -> Table.STORE;
            case PRODUCT -> Table.PRODUCT;
        };
        return news.add(new News.Changed(table, id, name, version));
    }

    @Override
    public Uni<Void> move(Accompanying kind, UUID id, String status, long version) {
        Table table = switch (kind) {
            case PAYMENT -> Table.PAYMENT;
            case INVOICE -> Table.INVOICE;
        };
        return news.add(new News.Changed(table, id, status, version));
    }

    /** New orders first, because others of the same batch may move them. */
    private static Uni<Void> write(List<News> news) {
        List<Uni<Void>> writes = new ArrayList<>();
        List<News.Placed> placed = only(News.Placed.class, news);
        if (!placed.isEmpty()) {
            writes.add(place(placed));
            writes.add(placeLines(placed));
        }
        only(News.Changed.class, news).stream()
                .collect(Collectors.groupingBy(
                        News.Changed::table, () -> new EnumMap<>(Table.class), Collectors.toList()))
                .forEach((table, changes) -> writes.add(change(table, newestOfEach(changes))));
        return UnitOfWork.together(writes);
    }

    private static <N extends News> List<N> only(Class<N> type, List<News> news) {
        return news.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static Uni<Void> place(List<News.Placed> placed) {
        return Sql.update(
                        PLACE,
                        column(placed, it -> it.order().id(), UUID[]::new),
                        column(placed, it -> it.order().customerId(), UUID[]::new),
                        column(placed, it -> it.order().paymentId(), UUID[]::new),
                        column(placed, it -> it.order().total().amount().toPlainString(), String[]::new),
                        column(placed, it -> OrderStatus.PENDING.word(), String[]::new),
                        column(placed, it -> it.order().placedAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new),
                        column(placed, News.Placed::version, Long[]::new))
                .replaceWithVoid();
    }

    /** @param number its place in the order, from 0 */
    private record Line(UUID orderId, int number, PlacedLine content) {}

    private static Uni<Void> placeLines(List<News.Placed> placed) {
        List<Line> lines = placed.stream()
                .map(News.Placed::order)
                .flatMap(order -> IntStream.range(0, order.lines().size())
                        .mapToObj(number ->
                                new Line(order.id(), number, order.lines().get(number))))
                .toList();
        return Sql.update(
                        PLACE_LINES,
                        column(lines, Line::orderId, UUID[]::new),
                        column(lines, Line::number, Integer[]::new),
                        column(lines, line -> line.content().storeId(), UUID[]::new),
                        column(lines, line -> line.content().productId(), UUID[]::new),
                        column(lines, line -> line.content().storeName(), String[]::new),
                        column(lines, line -> line.content().productName(), String[]::new),
                        column(lines, line -> line.content().price().amount().toPlainString(), String[]::new),
                        column(lines, line -> line.content().quantity(), Integer[]::new))
                .replaceWithVoid();
    }

    /** A statement may change a row only once. In the order of the ids, in which other instances lock the rows too. */
    private static List<News.Changed> newestOfEach(List<News.Changed> changes) {
        return changes.stream()
                .collect(Collectors.toMap(
                        News.Changed::id,
                        Function.identity(),
                        BinaryOperator.maxBy(Comparator.comparing(News.Changed::version)),
                        TreeMap::new))
                .values()
                .stream()
                .toList();
    }

    private static Uni<Void> change(Table table, List<News.Changed> changes) {
        Object[] columns = {
            column(changes, News.Changed::id, UUID[]::new),
            column(changes, News.Changed::value, String[]::new),
            column(changes, News.Changed::version, Long[]::new)
        };
        return table == Table.ORDER
                ? Sql.select(table.statement, columns)
                        .invoke(PostgresOrderBook::refuseUnknown)
                        .replaceWithVoid()
                : Sql.update(table.statement, columns).replaceWithVoid();
    }

    private static void refuseUnknown(List<Object[]> unknown) {
        if (!unknown.isEmpty()) {
            throw new NotFound("order", (UUID) unknown.getFirst()[0]);
        }
    }
}
