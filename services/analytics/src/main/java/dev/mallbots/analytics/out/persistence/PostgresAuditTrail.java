package dev.mallbots.analytics.out.persistence;

import dev.mallbots.analytics.application.AuditTrail;
import dev.mallbots.analytics.domain.AuditedEvent;
import dev.mallbots.analytics.domain.Period;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PostgresAuditTrail implements AuditTrail {

    // the sequence decides within an aggregate, because its clock may have been set back
    private static final String ADD = """
            with event as (
                insert into audited_event (
                    id, type, source, subject, sequence, happened_at, placed_at, correlation_id, causation_id, data)
                select cast(?1 as uuid), ?2, before.source, before.subject, before.sequence, before.happened_at,
                    greatest(before.happened_at, (
                        select e.placed_at + interval '1 microsecond' from audited_event e
                        where e.subject = before.subject and e.source = before.source and e.sequence < before.sequence
                        order by e.sequence desc limit 1)),
                    cast(nullif(?7, '') as uuid), cast(nullif(?8, '') as uuid), cast(cast(?9 as text) as jsonb)
                from (select cast(?3 as text) as source, cast(?4 as uuid) as subject, cast(?5 as bigint) as sequence,
                    cast(cast(?6 as text) as timestamptz) as happened_at) before
                on conflict (id) do nothing
                returning id, placed_at)
            insert into touched (thing, placed_at, event_id)
            select cast(thing as uuid), event.placed_at, event.id
            from event, unnest(string_to_array(cast(?10 as text), ',')) thing
            """;

    private static final String PAGE = """
            select e from TouchedRow t join EventRow e on e.id = t.eventId
            where t.thing = :thing %s
            order by t.placedAt, t.eventId
            """;

    private static final String ON = "and (t.placedAt, t.eventId) > (:placedAt, :eventId)";

    @Override
    public Uni<Boolean> add(AuditedEvent event, Set<UUID> touches) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ADD)
                        .setParameter(1, event.id().toString())
                        .setParameter(2, event.type())
                        .setParameter(3, event.source())
                        .setParameter(4, event.subject().toString())
                        .setParameter(5, event.sequence())
                        .setParameter(6, event.happenedAt().toString())
                        .setParameter(7, text(event.correlationId()))
                        .setParameter(8, text(event.causationId()))
                        .setParameter(9, event.data())
                        .setParameter(10, touches.stream().map(UUID::toString).collect(Collectors.joining(",")))
                        .executeUpdate())
                // an event names at least its subject
                .map(touched -> touched > 0);
    }

    private static String text(Optional<UUID> id) {
        return id.map(UUID::toString).orElse("");
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
