package dev.mallbots.payments.out.persistence;

import static dev.mallbots.platform.unitofwork.Sql.column;

import dev.mallbots.payments.application.PayingOrders;
import dev.mallbots.platform.unitofwork.Gathering;
import dev.mallbots.platform.unitofwork.Sql;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class StoredPayingOrders implements PayingOrders {

    private static final String NOTE = """
            insert into paying_order (id, payment_id, customer_id, is_over)
            select id, payment, customer, false from unnest($1::uuid[], $2::uuid[], $3::uuid[]) noted (id, payment, customer)
            order by id
            on conflict do nothing""";

    private static final String END = """
            insert into paying_order (id, payment_id, is_over) values ($1, $2, true)
            on conflict (id) do update set is_over = true""";

    private static final String IS_OVER = "select 1 from paying_order where id = $1 and is_over";

    private static final String IS_NAMED_BY_ANOTHER = """
            select 1 from paying_order where payment_id = $1 and customer_id = $2 and id <> $3 and not is_over limit 1""";

    private record Note(UUID order, UUID payment, UUID customer) {}

    private final Gathering<Note> notes = new Gathering<>(StoredPayingOrders::write);

    @Produces
    @Singleton
    UnitOfWork.Member notesOfEachBatch() {
        return notes;
    }

    private static Uni<Void> write(List<Note> notes) {
        return Sql.update(
                        NOTE,
                        column(notes, Note::order, UUID[]::new),
                        column(notes, Note::payment, UUID[]::new),
                        column(notes, Note::customer, UUID[]::new))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> note(UUID order, UUID payment, UUID customer) {
        return notes.add(new Note(order, payment, customer));
    }

    @Override
    public Uni<Void> end(UUID order, UUID payment) {
        return Sql.update(END, order, payment)
                .invoke(() -> NamedByMessages.current().ifPresent(named -> named.over(order)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> isOver(UUID order) {
        return NamedByMessages.current()
                .map(named -> named.isOver(order))
                .orElseGet(() -> Sql.select(IS_OVER, order).map(rows -> !rows.isEmpty()));
    }

    @Override
    public Uni<Boolean> isNamedByAnother(UUID order, UUID payment, UUID customer) {
        return notes.writeNow()
                .chain(() -> Sql.select(IS_NAMED_BY_ANOTHER, payment, customer, order))
                .map(rows -> !rows.isEmpty());
    }
}
