package dev.mallbots.platform.eventsourcing;

import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.unitofwork.Sql;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Streams in memory: as they were loaded, with the events that were appended since and are not written yet. */
final class Streams implements UnitOfWork.Memory {

    /** @param snapshotVersion the version of the snapshot on which the state was built; 0: none */
    record Loaded<S>(S state, long version, long snapshotVersion) {

        static <S> Loaded<S> nothing() {
            return new Loaded<>(null, 0, 0);
        }
    }

    /** The rows of one stream; empty if it does not exist. */
    private record Rows(List<Object[]> rows, boolean withSnapshot) {}

    /** An event that is not written yet. */
    private record Pending(UUID stream, long version, StoredEvent event) {}

    /** The head of a stream as it has to be found, and as it will be. */
    private record Head(String aggregate, long expected, long next) {}

    private record Snapshot(long version, int revision, String state) {}

    private static final String LOAD = """
            select s.id, s.aggregate, s.version, n.version, n.revision, n.state::text, e.version, e.type, e.revision, e.payload::text
            from stream s
            left join snapshot n on $2 and n.stream_id = s.id and n.version <= s.version
            left join event e on e.stream_id = s.id and e.version > coalesce(n.version, 0)
            where s.id = any($1::uuid[])
            order by s.id, e.version
            """;

    // an event is written only if its stream's head was found as expected; all of a batch take one statement
    private static final String WRITE = """
            with head as (select * from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) head (id, aggregate, expected, next)),
            begun as (
                insert into stream (id, aggregate, version)
                select id, aggregate, next from head where expected = 0 order by id
                on conflict do nothing returning id),
            continued as (
                update stream s set version = head.next from head
                where s.id = head.id and s.aggregate = head.aggregate and s.version = head.expected and head.expected > 0
                returning s.id)
            insert into event (stream_id, version, type, revision, payload)
            select e.stream_id, e.version, e.type, e.revision, e.payload::jsonb
            from unnest($5::uuid[], $6::bigint[], $7::text[], $8::integer[], $9::text[])
                with ordinality e (stream_id, version, type, revision, payload, place)
            where e.stream_id in (select id from begun union all select id from continued)
            order by e.place
            """;

    private static final String SNAPSHOT = """
            insert into snapshot (stream_id, version, revision, state)
            select id, version, revision, state::jsonb
            from unnest($1::uuid[], $2::bigint[], $3::integer[], $4::text[]) snapshot (id, version, revision, state)
            order by id
            on conflict (stream_id) do update
                set version = excluded.version, revision = excluded.revision, state = excluded.state
            """;

    private final Map<UUID, Rows> rows = new HashMap<>();
    private final Map<UUID, Loaded<?>> states = new HashMap<>();
    private final Map<UUID, Head> heads = new LinkedHashMap<>();
    private final List<Pending> events = new ArrayList<>();
    private final Map<UUID, Snapshot> snapshots = new LinkedHashMap<>();

    @Override
    public Uni<Void> load(UnitOfWork.Subjects ids) {
        return ids.keys().isEmpty() ? Uni.createFrom().voidItem() : load(ids.keys(), true);
    }

    private Uni<Void> load(Collection<UUID> ids, boolean withSnapshot) {
        return Sql.select(LOAD, ids.toArray(UUID[]::new), withSnapshot)
                .invoke(found -> {
                    ids.forEach(id -> rows.put(id, new Rows(new ArrayList<>(), withSnapshot)));
                    found.forEach(row -> rows.get((UUID) row[0]).rows().add(row));
                })
                .replaceWithVoid();
    }

    /** Fails with {@link NotFound} if the stream does not exist. */
    <S, E> Uni<Loaded<S>> get(AggregateType<S, E> type, UUID id) {
        @SuppressWarnings("unchecked")
        Loaded<S> known = (Loaded<S>) states.get(id);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return rowsOf(type, id).map(found -> {
            Loaded<S> loaded = replay(type, id, found.rows());
            states.put(id, loaded);
            return loaded;
        });
    }

    /** Whether a stream of whatever type has this id. */
    Uni<Boolean> exists(AggregateType<?, ?> type, UUID id) {
        return states.containsKey(id)
                ? Uni.createFrom().item(true)
                : rowsOf(type, id).map(found -> !found.rows().isEmpty());
    }

    private Uni<Rows> rowsOf(AggregateType<?, ?> type, UUID id) {
        Rows known = rows.get(id);
        if (known == null) {
            return load(List.of(id), type.snapshots().isPresent()).chain(() -> rowsOf(type, id));
        }
        if (known.withSnapshot() && hasUnfitSnapshot(type, known)) {
            return load(List.of(id), false).chain(() -> rowsOf(type, id));
        }
        return Uni.createFrom().item(known);
    }

    private static boolean hasUnfitSnapshot(AggregateType<?, ?> type, Rows known) {
        if (known.rows().isEmpty() || known.rows().getFirst()[3] == null) {
            return false;
        }
        int revision = (Integer) known.rows().getFirst()[4];
        return type.snapshots()
                .filter(snapshots -> snapshots.revision() == revision)
                .isEmpty();
    }

    private static <S, E> Loaded<S> replay(AggregateType<S, E> type, UUID id, List<Object[]> rows) {
        if (rows.isEmpty() || !rows.getFirst()[1].equals(type.name())) {
            throw new NotFound(type.name().toLowerCase(), id);
        }
        Object[] first = rows.getFirst();
        long head = (Long) first[2];
        long snapshotVersion = first[3] == null ? 0 : (Long) first[3];
        S snapshot = snapshotVersion == 0
                ? null
                : EventSerializer.readState(type.snapshots().orElseThrow().state(), (String) first[5]);
        List<E> events = new ArrayList<>(rows.size());
        long version = snapshotVersion;
        for (Object[] row : rows) {
            if (row[6] == null) {
                break;
            }
            if ((Long) row[6] != version + 1) {
                throw missing(type, id, version + 1);
            }
            version++;
            events.add(type.read(new StoredEvent((String) row[7], (Integer) row[8], (String) row[9])));
        }
        if (version != head) {
            throw missing(type, id, version + 1);
        }
        return new Loaded<>(type.evolve(snapshot, events), version, snapshotVersion);
    }

    private static DamagedStream missing(AggregateType<?, ?> type, UUID id, long version) {
        return new DamagedStream("%s %s lacks its event %d".formatted(type.name(), id, version));
    }

    /** Appends in memory. An event that the aggregate can't apply is never written. */
    <S, E> Change<S, E> append(AggregateType<S, E> type, UUID id, Loaded<S> before, List<E> added) {
        if (added.isEmpty()) {
            return new Change<>(id, before.state(), before.version(), List.of());
        }
        S state = type.evolve(before.state(), added);
        List<Change.Recorded<E>> recorded = new ArrayList<>(added.size());
        for (E event : added) {
            long version = before.version() + recorded.size() + 1;
            recorded.add(new Change.Recorded<>(version, event));
            events.add(new Pending(id, version, type.write(event)));
        }
        long next = before.version() + added.size();
        heads.merge(
                id,
                new Head(type.name(), before.version(), next),
                (first, last) -> new Head(first.aggregate(), first.expected(), last.next()));
        states.put(id, new Loaded<>(state, next, snapshotIfDue(type, id, before, state, next)));
        return new Change<>(id, state, next, List.copyOf(recorded));
    }

    /** @return the version of the newest snapshot */
    private <S, E> long snapshotIfDue(AggregateType<S, E> type, UUID id, Loaded<S> before, S state, long version) {
        return type.snapshots()
                .filter(kind -> version - before.snapshotVersion() >= kind.every())
                .map(kind -> {
                    snapshots.put(id, new Snapshot(version, kind.revision(), EventSerializer.write(state)));
                    return version;
                })
                .orElse(before.snapshotVersion());
    }

    /**
     * Writes what was appended.
     *
     * @return fails with {@link LostRace} if another transaction has appended to one of the streams meanwhile; the caller's transaction can
     *       continue if this is the only stream
     */
    @Override
    public Uni<Void> write() {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map.Entry<UUID, Head>> changed = List.copyOf(heads.entrySet());
        int expected = events.size();
        Uni<Void> written = Sql.update(
                        WRITE,
                        changed.stream().map(Map.Entry::getKey).toArray(UUID[]::new),
                        changed.stream().map(it -> it.getValue().aggregate()).toArray(String[]::new),
                        changed.stream().map(it -> it.getValue().expected()).toArray(Long[]::new),
                        changed.stream().map(it -> it.getValue().next()).toArray(Long[]::new),
                        events.stream().map(Pending::stream).toArray(UUID[]::new),
                        events.stream().map(Pending::version).toArray(Long[]::new),
                        events.stream().map(it -> it.event().type()).toArray(String[]::new),
                        events.stream().map(it -> it.event().revision()).toArray(Integer[]::new),
                        events.stream().map(it -> it.event().payload()).toArray(String[]::new))
                .invoke(count -> {
                    if (count != expected) {
                        Map.Entry<UUID, Head> one = changed.getFirst();
                        throw new LostRace(one.getValue().aggregate().toLowerCase(), one.getKey());
                    }
                })
                .replaceWithVoid();
        return snapshots.isEmpty() ? written : written.chain(this::writeSnapshots);
    }

    private Uni<Void> writeSnapshots() {
        List<Map.Entry<UUID, Snapshot>> due = List.copyOf(snapshots.entrySet());
        return Sql.update(
                        SNAPSHOT,
                        due.stream().map(Map.Entry::getKey).toArray(UUID[]::new),
                        due.stream().map(it -> it.getValue().version()).toArray(Long[]::new),
                        due.stream().map(it -> it.getValue().revision()).toArray(Integer[]::new),
                        due.stream().map(it -> it.getValue().state()).toArray(String[]::new))
                .replaceWithVoid();
    }
}
