package dev.mallbots.payments.out.persistence;

import dev.mallbots.payments.application.Invoices;
import dev.mallbots.payments.domain.Invoice;
import dev.mallbots.payments.domain.InvoiceEvent;
import dev.mallbots.payments.out.messaging.InvoiceEventTranslator;
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
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

@ApplicationScoped
class StoredInvoices implements Invoices {

    private final Outbox outbox;
    private final InvoiceEventTranslator translator;

    StoredInvoices(Outbox outbox, InvoiceEventTranslator translator) {
        this.outbox = outbox;
        this.translator = translator;
    }

    @Override
    public Uni<Void> add(UUID id, List<InvoiceEvent> events) {
        var entity = new InvoiceEntity();
        var messages = take(entity, null, events);
        return NamedByMessages.current()
                .map(named -> named.invoices.add(entity))
                .orElseGet(() -> Panache.getSession().chain(session -> session.persist(entity)))
                .chain(() -> outbox.publish(messages));
    }

    @Override
    public Uni<Boolean> exists(UUID id) {
        return NamedByMessages.current()
                .map(named -> named.invoices.find(id))
                .orElseGet(() -> Panache.getSession().chain(session -> session.find(InvoiceEntity.class, id)))
                .map(Objects::nonNull);
    }

    @Override
    @WithSession
    public Uni<Invoice> get(UUID id) {
        return Panache.getSession()
                .chain(session -> session.find(InvoiceEntity.class, id))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("invoice", id))
                .map(InvoiceEntity::toInvoice);
    }

    @Override
    public Uni<Invoice> hold(UUID id) {
        return held(id).map(InvoiceEntity::toInvoice);
    }

    @Override
    public Uni<Invoice> update(UUID id, Function<Invoice, List<InvoiceEvent>> decide) {
        return held(id).chain(entity -> {
            var before = entity.toInvoice();
            var messages = take(entity, before, decide.apply(before));
            return outbox.publish(messages).map(_ -> entity.toInvoice());
        });
    }

    @Override
    public Uni<List<UUID>> unanswered(Instant past, int most) {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(
                                "select id from InvoiceEntity where payingUntil < :past order by payingUntil",
                                UUID.class)
                        .setParameter("past", past)
                        .setMaxResults(most)
                        .getResultList());
    }

    private static Uni<InvoiceEntity> held(UUID id) {
        return NamedByMessages.current()
                .map(named -> named.invoices.find(id))
                .orElseGet(() -> Panache.getSession()
                        .chain(session -> session.find(InvoiceEntity.class, id, LockModeType.PESSIMISTIC_WRITE)))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("invoice", id));
    }

    private List<OutgoingMessage> take(InvoiceEntity entity, Invoice before, List<InvoiceEvent> events) {
        var invoice = before;
        var messages = new ArrayList<OutgoingMessage>();
        for (var event : events) {
            invoice = Invoice.apply(invoice, event);
            translator.translate(invoice, entity.sequence, event).ifPresent(message -> {
                entity.sequence++;
                messages.add(message);
            });
            entity.become(invoice);
        }
        return messages;
    }
}
