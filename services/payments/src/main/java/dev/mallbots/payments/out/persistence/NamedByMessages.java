package dev.mallbots.payments.out.persistence;

import dev.mallbots.platform.unitofwork.Entities;
import dev.mallbots.platform.unitofwork.Sql;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The invoices, payments and orders that a batch of messages names. Invoices are locked first and payments then, which is the lock order of
 * paying an invoice.
 */
class NamedByMessages implements UnitOfWork.Memory {

    private static final String ENDED = "select id from paying_order where id = any($1::uuid[]) and is_over";

    final Entities<InvoiceEntity> invoices =
            new Entities<>(InvoiceEntity.class, it -> it.id, LockModeType.PESSIMISTIC_WRITE);
    final Entities<PaymentEntity> payments =
            new Entities<>(PaymentEntity.class, it -> it.id, LockModeType.PESSIMISTIC_WRITE);

    private Set<UUID> orders = Set.of();
    private Set<UUID> ended;

    @Produces
    @Singleton
    static UnitOfWork.Member inEachBatch() {
        return NamedByMessages::new;
    }

    /** Empty outside of a batch. */
    static Optional<NamedByMessages> current() {
        return UnitOfWork.current().map(unit -> unit.memory(NamedByMessages.class));
    }

    /** The key of a message about an order is the order's id, and an invoice has the id of its order. */
    @Override
    public Uni<Void> load(UnitOfWork.Subjects subjects) {
        orders = subjects.keys();
        return invoices.load(orders).chain(() -> payments.load(subjects.named("payment_id")));
    }

    /** Asks the database at the first call, when the payments are locked: the end of an order is recorded under the lock of its payment. */
    Uni<Boolean> isOver(UUID order) {
        return endedOrders(order).map(over -> over.contains(order));
    }

    private Uni<Set<UUID>> endedOrders(UUID order) {
        if (ended != null && orders.contains(order)) {
            return Uni.createFrom().item(ended);
        }
        Set<UUID> asked = new HashSet<>(orders);
        asked.add(order);
        return Sql.select(ENDED, (Object) asked.toArray(UUID[]::new)).map(rows -> {
            orders = asked;
            ended = new HashSet<>();
            rows.forEach(row -> ended.add((UUID) row[0]));
            return ended;
        });
    }

    /** The order was ended by a message of this batch. */
    void over(UUID order) {
        if (ended != null) {
            ended.add(order);
        }
    }
}
