package dev.mallbots.platform.eventsourcing;

import dev.mallbots.platform.eventsourcing.Change.Recorded;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The streams of a service's event-sourced aggregates, in its own PostgreSQL.
 *
 * <p>Guarantees: versions of a stream run from 1 without gaps; of two appends to the same version one wins; an append belongs to the
 * caller's transaction and rolls back with it; a stream with a missing event is never replayed as if it were complete. Every method needs a
 * Hibernate Reactive transaction ({@code @WithTransaction}). A load and an append take one round trip each, for any number of events.
 */
@ApplicationScoped
public class EventStore {

    private static final int ATTEMPTS = 5;

    private static final String HEAD_OF_NEW_STREAM =
            "insert into stream (id, aggregate, version) values (:id, :aggregate, :next) on conflict do nothing returning id";

    private static final String HEAD_OF_KNOWN_STREAM =
            "update stream set version = :next where id = :id and aggregate = :aggregate and version = :expected returning id";

    private static final String APPEND = """
            with head as (%s)
            insert into event (stream_id, version, type, revision, payload)
            select head.id, cast(e ->> 'version' as bigint), e ->> 'type', cast(e ->> 'revision' as integer), e -> 'payload'
            from head, jsonb_array_elements(cast(cast(:events as text) as jsonb)) e
            """;

    private static final String BEGIN_STREAM = APPEND.formatted(HEAD_OF_NEW_STREAM);
    private static final String GO_ON_WITH_STREAM = APPEND.formatted(HEAD_OF_KNOWN_STREAM);

    private static final String LOAD = """
            select s.version, n.version, cast(n.state as text), e.version, e.type, e.revision, cast(e.payload as text)
            from stream s
            left join snapshot n on n.stream_id = s.id and n.revision = :snapshotRevision and n.version <= s.version
            left join event e on e.stream_id = s.id and e.version > coalesce(n.version, 0)
            where s.id = :id and s.aggregate = :aggregate
            order by e.version
            """;

    private static final String SINCE = """
            select e.stream_id, e.version, e.type, e.revision, cast(e.payload as text), e.occurred_at
            from jsonb_each_text(cast(cast(:known as text) as jsonb)) k
            join stream s on s.id = cast(k.key as uuid) and s.aggregate = :aggregate
            join event e on e.stream_id = s.id and e.version > cast(k.value as bigint)
            order by e.stream_id, e.version
            """;

    private static final String SNAPSHOT = """
            insert into snapshot (stream_id, version, revision, state)
            values (:id, :version, :revision, cast(cast(:state as text) as jsonb))
            on conflict (stream_id) do update
                set version = excluded.version, revision = excluded.revision, state = excluded.state
            """;

    private static final int NO_SNAPSHOTS = -1;

    /** A state with its version and the version of the snapshot on which it was built (0: none). */
    private record Loaded<S>(S state, long version, long snapshotVersion) {}

    /**
     * Creates a stream.
     *
     * @param events at least one
     * @return fails with {@link Conflict} if the stream exists; the caller's transaction can continue
     */
    public <S, E> Uni<Change<S, E>> create(AggregateType<S, E> type, UUID id, List<E> events) {
        return append(type, id, new Loaded<>(null, 0, 0), events)
                .onFailure(LostRace.class)
                .transform(race -> new Conflict("there is a %s %s already".formatted(type.name(), id)));
    }

    /**
     * Loads an aggregate, lets {@code decide} compute the new events, and appends them. If another transaction appended in between, the
     * decision is made again on the new state, a few times at most.
     *
     * @param decide a pure function of the state; an empty list changes nothing; its exception is the failure
     * @return fails with {@link NotFound} if the stream does not exist, with {@link LostRace} if every attempt lost
     */
    public <S, E> Uni<Change<S, E>> update(AggregateType<S, E> type, UUID id, Function<S, List<E>> decide) {
        return Uni.createFrom()
                .deferred(() -> read(type, id))
                .chain(loaded -> append(type, id, loaded, decide.apply(loaded.state())))
                .onFailure(LostRace.class)
                .retry()
                .atMost(ATTEMPTS - 1);
    }

    /** @return the current state; fails with {@link NotFound} if the stream does not exist */
    public <S, E> Uni<S> load(AggregateType<S, E> type, UUID id) {
        return read(type, id).map(Loaded::state);
    }

    /**
     * The new events of some aggregates, in one round trip. Unknown ids are left out. A stream that lacks an event is returned as it is; a
     * caller that must detect a gap loads the stream.
     *
     * @param known the version that the caller knows, by id; 0 for none
     * @return the events of each aggregate in order
     */
    public <E> Uni<List<PastEvent<E>>> since(AggregateType<?, E> type, Map<UUID, Long> known) {
        return Panache.getSession()
                .chain(session -> session.<Object[]>createNativeQuery(SINCE)
                        .setParameter("aggregate", type.name())
                        .setParameter("known", EventSerializer.writeVersions(known))
                        .getResultList())
                .map(rows -> rows.stream().map(row -> pastEvent(type, row)).toList());
    }

    private static <E> PastEvent<E> pastEvent(AggregateType<?, E> type, Object[] row) {
        E event = EventSerializer.read(type, (String) row[2], (Integer) row[3], (String) row[4]);
        return new PastEvent<>((UUID) row[0], (Long) row[1], event, ((OffsetDateTime) row[5]).toInstant());
    }

    private <S, E> Uni<Loaded<S>> read(AggregateType<S, E> type, UUID id) {
        return Panache.getSession()
                // with a result type, Hibernate would create and keep a query plan for every execution
                .chain(session -> session.<Object[]>createNativeQuery(LOAD)
                        .setParameter("id", id)
                        .setParameter("aggregate", type.name())
                        .setParameter(
                                "snapshotRevision",
                                type.snapshots().map(s -> s.revision()).orElse(NO_SNAPSHOTS))
                        .getResultList())
                .map(rows -> replay(type, id, rows));
    }

    private static <S, E> Loaded<S> replay(AggregateType<S, E> type, UUID id, List<Object[]> rows) {
        if (rows.isEmpty()) {
            throw new NotFound(type.name().toLowerCase(), id);
        }
        Object[] first = rows.getFirst();
        long head = (Long) first[0];
        long snapshotVersion = first[1] == null ? 0 : (Long) first[1];
        S snapshot = snapshotVersion == 0
                ? null
                : EventSerializer.readState(type.snapshots().orElseThrow().state(), (String) first[2]);
        List<E> events = new ArrayList<>(rows.size());
        long version = snapshotVersion;
        for (Object[] row : rows) {
            if (row[3] == null) {
                break;
            }
            if ((Long) row[3] != version + 1) {
                throw missing(type, id, version + 1);
            }
            version++;
            events.add(EventSerializer.read(type, (String) row[4], (Integer) row[5], (String) row[6]));
        }
        if (version != head) {
            throw missing(type, id, version + 1);
        }
        return new Loaded<>(type.evolve(snapshot, events), version, snapshotVersion);
    }

    private static DamagedStream missing(AggregateType<?, ?> type, UUID id, long version) {
        return new DamagedStream("%s %s lacks its event %d".formatted(type.name(), id, version));
    }

    private <S, E> Uni<Change<S, E>> append(AggregateType<S, E> type, UUID id, Loaded<S> before, List<E> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(new Change<>(id, before.state(), before.version(), List.of()));
        }
        // applied before they are written: an event that the aggregate can't apply must never be stored
        S state = type.evolve(before.state(), events);
        Change<S, E> change =
                new Change<>(id, state, before.version() + events.size(), recorded(before.version(), events));
        return Panache.getSession()
                .chain(session -> insert(session, type, id, before.version(), events)
                        .invoke(inserted -> {
                            if (inserted != events.size()) {
                                throw new LostRace(type.name().toLowerCase(), id);
                            }
                        })
                        .chain(() -> snapshotIfDue(session, type, before, change))
                        .replaceWith(change));
    }

    private static <E> Uni<Integer> insert(
            Mutiny.Session session, AggregateType<?, E> type, UUID id, long expected, List<E> events) {
        boolean isNew = expected == 0;
        var query = session.createNativeQuery(isNew ? BEGIN_STREAM : GO_ON_WITH_STREAM)
                .setParameter("id", id)
                .setParameter("aggregate", type.name())
                .setParameter("next", expected + events.size())
                .setParameter("events", EventSerializer.write(type, expected + 1, events));
        return (isNew ? query : query.setParameter("expected", expected)).executeUpdate();
    }

    private static <S, E> Uni<Void> snapshotIfDue(
            Mutiny.Session session, AggregateType<S, E> type, Loaded<S> before, Change<S, E> change) {
        return type.snapshots()
                .filter(snapshots -> change.version() - before.snapshotVersion() >= snapshots.every())
                .map(snapshots -> session.createNativeQuery(SNAPSHOT)
                        .setParameter("id", change.id())
                        .setParameter("version", change.version())
                        .setParameter("revision", snapshots.revision())
                        .setParameter("state", EventSerializer.writeState(change.state()))
                        .executeUpdate()
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static <E> List<Recorded<E>> recorded(long before, List<E> events) {
        List<Recorded<E>> recorded = new ArrayList<>(events.size());
        for (E event : events) {
            recorded.add(new Recorded<>(before + recorded.size() + 1, event));
        }
        return List.copyOf(recorded);
    }
}
