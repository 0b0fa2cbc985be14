package dev.mallbots.payments.out.persistence;

import dev.mallbots.payments.application.PayingOrders;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

@ApplicationScoped
class StoredPayingOrders implements PayingOrders {

    @Override
    public Uni<Void> note(UUID order, UUID payment, UUID customer) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into paying_order (id, payment_id, customer_id, is_over)
                                values (:order, :payment, :customer, false)
                                on conflict do nothing""")
                        .setParameter("order", order)
                        .setParameter("payment", payment)
                        .setParameter("customer", customer)
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> end(UUID order, UUID payment) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into paying_order (id, payment_id, is_over) values (:order, :payment, true)
                                on conflict (id) do update set is_over = true""")
                        .setParameter("order", order)
                        .setParameter("payment", payment)
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> isOver(UUID order) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("select 1 from paying_order where id = :order and is_over")
                        .setParameter("order", order)
                        .getResultList())
                .map(rows -> !rows.isEmpty());
    }

    @Override
    public Uni<Boolean> isNamedByAnother(UUID order, UUID payment, UUID customer) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                select 1 from paying_order
                                where payment_id = :payment and customer_id = :customer and id <> :order and not is_over
                                limit 1""")
                        .setParameter("order", order)
                        .setParameter("payment", payment)
                        .setParameter("customer", customer)
                        .getResultList())
                .map(rows -> !rows.isEmpty());
    }
}
