package dev.mallbots.depot.out.persistence;

import dev.mallbots.depot.application.CollectedOrders;
import dev.mallbots.platform.unitofwork.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
class StoredCollectedOrders implements CollectedOrders {

    // the update changes nothing, but locks the row
    private static final String HOLD = """
            insert into collected_order (id, is_over) values ($1, false)
            on conflict (id) do update set is_over = collected_order.is_over
            returning is_over
            """;

    private static final String END = """
            insert into collected_order (id, is_over) values ($1, true) on conflict (id) do update set is_over = true
            """;

    @Override
    public Uni<Boolean> hold(UUID order) {
        return OrdersOfMessages.current()
                .map(orders -> orders.hold(order))
                .orElseGet(() -> Sql.select(HOLD, order).map(rows -> (Boolean) rows.getFirst()[0]));
    }

    @Override
    public Uni<Void> end(UUID order) {
        return OrdersOfMessages.current()
                .map(orders -> orders.end(order))
                .orElseGet(() -> Sql.update(END, order).replaceWithVoid());
    }
}
