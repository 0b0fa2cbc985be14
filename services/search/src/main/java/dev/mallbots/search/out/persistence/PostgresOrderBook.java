package dev.mallbots.search.out.persistence;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.search.application.OrderBook;
import dev.mallbots.search.domain.OrderStatus;
import dev.mallbots.search.domain.PlacedOrder;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Function;

@ApplicationScoped
class PostgresOrderBook implements OrderBook {

    @Override
    public Uni<Void> place(PlacedOrder order, long version) {
        return rowOf(OrderRow.class, order.id(), id -> new OrderRow(order, version))
                .chain(PostgresOrderBook::keep);
    }

    @Override
    public Uni<Void> move(UUID orderId, OrderStatus status, long version) {
        return Panache.getSession()
                .chain(session -> session.find(OrderRow.class, orderId))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("order", orderId))
                .invoke(row -> row.move(status, version))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> call(Named kind, UUID id, String name, long version) {
        Uni<? extends NamedRow> row = switch (kind) {
            case CUSTOMER -> rowOf(CustomerRow.class, id, CustomerRow::new);
            case STORE -> rowOf(StoreRow.class, id, StoreRow::new);
            case PRODUCT -> rowOf(ProductRow.class, id, ProductRow::new);
        };
        return row.invoke(named -> named.call(name, version)).chain(PostgresOrderBook::keep);
    }

    @Override
    public Uni<Void> move(Accompanying kind, UUID id, String status, long version) {
        Uni<? extends StandingRow> row = switch (kind) {
            case PAYMENT -> rowOf(PaymentRow.class, id, PaymentRow::new);
            case INVOICE -> rowOf(InvoiceRow.class, id, InvoiceRow::new);
        };
        return row.invoke(standing -> standing.move(status, version)).chain(PostgresOrderBook::keep);
    }

    private static <R> Uni<R> rowOf(Class<R> type, UUID id, Function<UUID, R> newRow) {
        return Panache.getSession()
                .chain(session -> session.find(type, id))
                .onItem()
                .ifNull()
                .continueWith(() -> newRow.apply(id));
    }

    private static Uni<Void> keep(Object row) {
        return Panache.getSession().chain(session -> session.persist(row));
    }
}
