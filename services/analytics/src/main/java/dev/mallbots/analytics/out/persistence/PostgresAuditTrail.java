package dev.mallbots.analytics.out.persistence;

import static dev.mallbots.platform.unitofwork.Sql.column;

import dev.mallbots.analytics.application.AuditTrail;
import dev.mallbots.analytics.domain.AuditedEvent;
import dev.mallbots.analytics.domain.Period;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.unitofwork.Gathering;
import dev.mallbots.platform.unitofwork.Sql;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresAuditTrail implements AuditTrail {

    // the sequence decides within an aggregate, because its clock may have been set back: an event is placed at least a
    // microsecond after the one before it, in the table or in the same batch
    private static final String ADD = """
            with incoming as (
                select i.*, row_number() over (partition by subject, source order by sequence) as number, (
                    select e.placed_at from audited_event e
                    where e.subject = i.subject and e.source = i.source and e.sequence < i.sequence
                    order by e.sequence desc limit 1) as earlier
                from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::bigint[], $6::timestamptz[], $7::uuid[], $8::uuid[], $9::text[], $10::text[])
                    i (id, type, source, subject, sequence, happened_at, correlation_id, causation_id, trace_id, data)),
            event as (
                insert into audited_event (
                    id, type, source, subject, sequence, happened_at, placed_at, correlation_id, causation_id, trace_id, data)
                select id, type, source, subject, sequence, happened_at,
                    max(greatest(happened_at, earlier + interval '1 microsecond') - number * interval '1 microsecond')
                        over (partition by subject, source order by sequence) + number * interval '1 microsecond',
                    correlation_id, causation_id, trace_id, data::jsonb
                from incoming
                on conflict (id) do nothing
                returning id, placed_at)
            insert into touched (thing, placed_at, event_id)
            select touch.thing, event.placed_at, event.id
            from unnest($11::uuid[], $12::uuid[]) touch (event_id, thing) join event on event.id = touch.event_id
            returning event_id
            """;

    private static final String PAGE = """
            select e from TouchedRow t join EventRow e on e.id = t.eventId
            where t.thing = :thing %s
            order by t.placedAt, t.eventId
            """;

    private static final String ON = "and (t.placedAt, t.eventId) > (:placedAt, :eventId)";

    private record Addition(AuditedEvent event, Set<UUID> touches, Supplier<Uni<Void>> ifNew) {}

    private final Gathering<Addition> additions = new Gathering<>(PostgresAuditTrail::addAll);

    @Produces
    @Singleton
    UnitOfWork.Member inEachBatch() {
        return additions;
    }

    @Override
    public Uni<Void> add(AuditedEvent event, Set<UUID> touches, Supplier<Uni<Void>> ifNew) {
        return additions.add(new Addition(event, touches, ifNew));
    }

    private static Uni<Void> addAll(List<Addition> additions) {
        return insert(additions)
                .chain(added -> UnitOfWork.together(additions.stream()
                        .filter(addition -> added.contains(addition.event().id()))
                        .<Uni<Void>>map(addition ->
                                Uni.createFrom().deferred(() -> addition.ifNew().get()))
                        .toList()));
    }

    /** @return the ids of the new ones: an event touches at least its subject */
    private static Uni<Set<UUID>> insert(List<Addition> additions) {
        List<AuditedEvent> events = additions.stream().map(Addition::event).toList();
        return Sql.select(
                        ADD,
                        column(events, AuditedEvent::id, UUID[]::new),
                        column(events, AuditedEvent::type, String[]::new),
                        column(events, AuditedEvent::source, String[]::new),
                        column(events, AuditedEvent::subject, UUID[]::new),
                        column(events, AuditedEvent::sequence, Long[]::new),
                        column(events, event -> event.happenedAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new),
                        column(events, event -> event.correlationId().orElse(null), UUID[]::new),
                        column(events, event -> event.causationId().orElse(null), UUID[]::new),
                        column(events, event -> event.traceId().orElse(null), String[]::new),
                        column(events, AuditedEvent::data, String[]::new),
                        additions.stream()
                                .flatMap(addition -> addition.touches().stream()
                                        .map(thing -> addition.event().id()))
                                .toArray(UUID[]::new),
                        additions.stream()
                                .flatMap(addition -> addition.touches().stream())
                                .toArray(UUID[]::new))
                .map(rows -> rows.stream().map(row -> (UUID) row[0]).collect(Collectors.toSet()));
    }

    @Override
    @WithSession
    public Uni<Page<AuditedEvent>> of(UUID thing, PageRequest asked) {
        Optional<Cursor> after = asked.after(2);
        return Panache.getSession()
                .chain(session -> rows(session, thing, after, asked.rowsToFetch()))
                .invoke(rows -> {
                    if (rows.isEmpty() && after.isEmpty()) {
                        throw new NotFound("event of", thing);
                    }
                })
                .map(rows -> asked.page(rows, row -> Cursor.of(row.placedAt(), row.id())))
                .map(page -> page.map(EventRow::event));
    }

    private static Uni<List<EventRow>> rows(Mutiny.Session session, UUID thing, Optional<Cursor> after, int atMost) {
        var query = session.createQuery(PAGE.formatted(after.isPresent() ? ON : ""), EventRow.class)
                .setParameter("thing", thing)
                .setMaxResults(atMost);
        after.ifPresent(cursor -> {
            if (!Period.isStorable(cursor.instant(0))) {
                throw new RuleBroken("next", "is not a cursor of this list");
            }
            query.setParameter("placedAt", cursor.instant(0)).setParameter("eventId", cursor.uuid(1));
        });
        return query.getResultList();
    }
}
