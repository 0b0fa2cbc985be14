package dev.mallbots.depot.out.persistence;

import dev.mallbots.depot.application.CollectedOrders;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
class StoredCollectedOrders implements CollectedOrders {

    // the update changes nothing, but locks the row
    private static final String HOLD = """
            insert into collected_order (id, is_over) values (:id, false)
            on conflict (id) do update set is_over = collected_order.is_over
            returning is_over
            """;

    private static final String END = """
            insert into collected_order (id, is_over) values (:id, true) on conflict (id) do update set is_over = true
            """;

    @Override
    public Uni<Boolean> hold(UUID order) {
        return Panache.getSession()
                .chain(session -> session.<Boolean>createNativeQuery(HOLD)
                        .setParameter("id", order)
                        .getSingleResult());
    }

    @Override
    public Uni<Void> end(UUID order) {
        return Panache.getSession()
                .chain(session ->
                        session.createNativeQuery(END).setParameter("id", order).executeUpdate())
                .replaceWithVoid();
    }
}
