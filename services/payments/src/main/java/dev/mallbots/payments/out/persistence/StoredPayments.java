package dev.mallbots.payments.out.persistence;

import dev.mallbots.payments.application.Payments;
import dev.mallbots.payments.domain.Payment;
import dev.mallbots.payments.domain.PaymentEvent;
import dev.mallbots.payments.out.messaging.PaymentEventTranslator;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.messaging.Outbox;
import dev.mallbots.platform.messaging.OutgoingMessage;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.LockMode;

@ApplicationScoped
class StoredPayments implements Payments {

    private final Outbox outbox;
    private final PaymentEventTranslator translator;

    StoredPayments(Outbox outbox, PaymentEventTranslator translator) {
        this.outbox = outbox;
        this.translator = translator;
    }

    @Override
    public Uni<Void> add(UUID id, List<PaymentEvent> events) {
        var entity = new PaymentEntity();
        var messages = take(entity, null, events);
        return Panache.getSession().chain(session -> session.persist(entity)).chain(() -> outbox.publish(messages));
    }

    @Override
    @WithSession
    public Uni<Payment> get(UUID id) {
        return Panache.getSession()
                .chain(session -> session.find(PaymentEntity.class, id))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("payment", id))
                .map(PaymentEntity::toPayment);
    }

    @Override
    public Uni<Payment> hold(UUID id) {
        return held(id).map(PaymentEntity::toPayment);
    }

    @Override
    public Uni<List<PaymentEvent>> update(UUID id, Function<Payment, List<PaymentEvent>> decide) {
        return held(id).chain(entity -> {
            var before = entity.toPayment();
            var events = decide.apply(before);
            return outbox.publish(take(entity, before, events)).replaceWith(events);
        });
    }

    @Override
    public Uni<List<UUID>> takeUnreleased(Instant now, Instant next, int most) {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(
                                "from PaymentEntity where releaseDue <= :now order by releaseDue", PaymentEntity.class)
                        .setParameter("now", now)
                        .setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                        .setMaxResults(most)
                        .getResultList())
                .invoke(rows -> rows.forEach(row -> row.releaseDue = next))
                .map(rows -> rows.stream().map(row -> row.id).toList());
    }

    @Override
    public Uni<Void> released(UUID id) {
        return held(id).invoke(entity -> entity.releaseDue = null).replaceWithVoid();
    }

    private static Uni<PaymentEntity> held(UUID id) {
        return NamedByMessages.current()
                .map(named -> named.payments.find(id))
                .orElseGet(() -> Panache.getSession()
                        .chain(session -> session.find(PaymentEntity.class, id, LockModeType.PESSIMISTIC_WRITE)))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("payment", id));
    }

    private List<OutgoingMessage> take(PaymentEntity entity, Payment before, List<PaymentEvent> events) {
        var payment = before;
        var messages = new ArrayList<OutgoingMessage>();
        for (var event : events) {
            payment = Payment.apply(payment, event);
            messages.add(translator.translate(payment, ++entity.sequence, event));
            entity.become(payment);
        }
        return messages;
    }
}
