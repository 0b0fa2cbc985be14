package dev.mallbots.analytics.out.persistence;

import dev.mallbots.analytics.application.AuditTrail;
import dev.mallbots.analytics.domain.AuditedEvent;
import dev.mallbots.analytics.domain.Period;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.unitofwork.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresAuditTrail implements AuditTrail {

    // the sequence decides within an aggregate, because its clock may have been set back
    private static final String ADD = """
            with event as (
                insert into audited_event (
                    id, type, source, subject, sequence, happened_at, placed_at, correlation_id, causation_id, data)
                select $1::uuid, $2::text, $3::text, $4::uuid, $5::bigint, $6::timestamptz,
                    greatest($6::timestamptz, (
                        select e.placed_at + interval '1 microsecond' from audited_event e
                        where e.subject = $4::uuid and e.source = $3::text and e.sequence < $5::bigint
                        order by e.sequence desc limit 1)),
                    $7::uuid, $8::uuid, $9::text::jsonb
                on conflict (id) do nothing
                returning id, placed_at)
            insert into touched (thing, placed_at, event_id)
            select thing, event.placed_at, event.id from event, unnest($10::uuid[]) thing
            """;

    private static final String PAGE = """
            select e from TouchedRow t join EventRow e on e.id = t.eventId
            where t.thing = :thing %s
            order by t.placedAt, t.eventId
            """;

    private static final String ON = "and (t.placedAt, t.eventId) > (:placedAt, :eventId)";

    @Override
    public Uni<Boolean> add(AuditedEvent event, Set<UUID> touches) {
        return Sql.update(
                        ADD,
                        event.id(),
                        event.type(),
                        event.source(),
                        event.subject(),
                        event.sequence(),
                        event.happenedAt().atOffset(ZoneOffset.UTC),
                        event.correlationId().orElse(null),
                        event.causationId().orElse(null),
                        event.data(),
                        touches.toArray(UUID[]::new))
                // an event names at least its subject
                .map(touched -> touched > 0);
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
