package dev.mallbots.ordering.out.persistence;

import dev.mallbots.ordering.application.Delays;
import dev.mallbots.ordering.domain.Delay;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** A separate table: a delay is no event of an order, because the order's state does not depend on it. */
@ApplicationScoped
class StoredDelays implements Delays {

    private static final String NOTE = """
            insert into order_delay (order_id, since) values (:order, cast(cast(:since as text) as timestamptz))
            on conflict do nothing
            """;

    /** One statement for any number of orders. */
    private static final String OF =
            "select order_id, since from order_delay where order_id = any (cast(cast(:orders as text) as uuid[]))";

    @Override
    public Uni<Void> note(Delay delay) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(NOTE)
                        .setParameter("order", delay.orderId())
                        .setParameter("since", delay.since().toString())
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Delay>> of(Collection<UUID> orders) {
        return Panache.getSession()
                .chain(session -> session.<Object[]>createNativeQuery(OF)
                        .setParameter("orders", arrayOf(orders))
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Delay((UUID) row[0], ((OffsetDateTime) row[1]).toInstant()))
                        .toList());
    }

    private static String arrayOf(Collection<UUID> orders) {
        return orders.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
