package dev.mallbots.platform.saga;

import static dev.mallbots.platform.unitofwork.UnitOfWork.together;

import dev.mallbots.platform.unitofwork.Sql;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Sagas in memory: locked rows as they were loaded, with the transitions that are not written yet. */
final class SagaRows implements UnitOfWork.Memory {

    /** In the order of their ids, so that two batches do not deadlock. */
    private static final String LOCK = """
            select id, definition, state, step, step_name, data::text, awaited, attempts, deadline, delayed_since, stuck_since,
                cancel_requested, failure_reason, started_at, changed_at, log_entries, awaited_together::text, refused_step,
                trace_parent
            from saga where id = any($1::uuid[]) order by id for no key update
            """;

    private static final String LET_GO = "select id from saga_let_go where id = any($1::uuid[])";

    private static final String NEXT = """
            from unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::uuid[], $8::integer[],
                $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::boolean[], $13::text[], $14::timestamptz[], $15::timestamptz[],
                $16::integer[], $17::text[], $18::text[], $19::text[])
                next (id, definition, state, step, step_name, data, awaited, attempts, deadline, delayed_since, stuck_since, cancel_requested,
                    failure_reason, started_at, changed_at, log_entries, awaited_together, refused_step, trace_parent)
            """;

    private static final String INSERT = """
            insert into saga (id, definition, state, step, step_name, data, awaited, attempts, deadline, delayed_since, stuck_since,
                cancel_requested, failure_reason, started_at, changed_at, log_entries, awaited_together, refused_step, trace_parent,
                version)
            select id, definition, state, step, step_name, data::jsonb, awaited, attempts, deadline, delayed_since, stuck_since,
                cancel_requested, failure_reason, started_at, changed_at, log_entries, awaited_together::jsonb, refused_step, trace_parent, 0
            """ + NEXT + "order by id";

    // the version is for instances of the release that wrote sagas with Hibernate
    private static final String UPDATE = """
            update saga set state = next.state, step = next.step, step_name = next.step_name, data = next.data::jsonb,
                awaited = next.awaited, attempts = next.attempts, deadline = next.deadline, delayed_since = next.delayed_since,
                stuck_since = next.stuck_since, cancel_requested = next.cancel_requested, failure_reason = next.failure_reason,
                changed_at = next.changed_at, log_entries = next.log_entries, awaited_together = next.awaited_together::jsonb,
                refused_step = next.refused_step, version = saga.version + 1
            """ + NEXT + "where saga.id = next.id";

    private static final String LOG = """
            insert into saga_log (saga_id, number, at, step, what, message_id, detail)
            select * from unnest($1::uuid[], $2::integer[], $3::timestamptz[], $4::text[], $5::text[], $6::uuid[], $7::text[])
            """;

    private record Line(UUID saga, int number, SagaLogEntry entry) {}

    private final Map<UUID, SagaEntity> known = new HashMap<>();
    private final Set<UUID> unknown = new HashSet<>();
    private final Set<UUID> letGo = new HashSet<>();
    private final Map<UUID, SagaEntity> begun = new LinkedHashMap<>();
    private final Map<UUID, SagaEntity> changed = new LinkedHashMap<>();
    private final List<Line> log = new ArrayList<>();

    @Override
    public Uni<Void> load(UnitOfWork.Subjects ids) {
        return load(ids.keys());
    }

    private Uni<Void> load(Set<UUID> ids) {
        return ids.isEmpty() ? Uni.createFrom().voidItem() : lock(ids).chain(() -> lookForLetGo(ids));
    }

    private Uni<Void> lock(Collection<UUID> ids) {
        return Sql.select(LOCK, (Object) ids.toArray(UUID[]::new))
                .invoke(rows -> {
                    rows.stream().map(SagaRows::read).forEach(saga -> known.put(saga.id, saga));
                    ids.stream().filter(id -> !known.containsKey(id)).forEach(unknown::add);
                })
                .replaceWithVoid();
    }

    /** Queried after the rows: pruning inserts the id here when it deletes the row. */
    private Uni<Void> lookForLetGo(Collection<UUID> ids) {
        UUID[] missing = ids.stream().filter(unknown::contains).toArray(UUID[]::new);
        return missing.length == 0
                ? Uni.createFrom().voidItem()
                : Sql.select(LET_GO, (Object) missing)
                        .invoke(rows -> rows.forEach(row -> letGo.add((UUID) row[0])))
                        .replaceWithVoid();
    }

    /** Empty if there is no such saga. */
    Uni<Optional<SagaEntity>> get(UUID id) {
        return known.containsKey(id) || unknown.contains(id)
                ? Uni.createFrom().item(Optional.ofNullable(known.get(id)))
                : load(Set.of(id)).chain(() -> get(id));
    }

    /** Whether there was a saga of this id, whose row has been pruned. */
    boolean wasLetGo(UUID id) {
        return letGo.contains(id);
    }

    void add(SagaEntity saga, List<SagaLogEntry> entries) {
        known.put(saga.id, saga);
        begun.put(saga.id, saga);
        note(saga, entries);
    }

    void change(SagaEntity saga, List<SagaLogEntry> entries) {
        if (!begun.containsKey(saga.id)) {
            changed.put(saga.id, saga);
        }
        note(saga, entries);
    }

    private void note(SagaEntity saga, List<SagaLogEntry> entries) {
        for (SagaLogEntry entry : entries) {
            log.add(new Line(saga.id, ++saga.logEntries, entry));
        }
    }

    @Override
    public Uni<Void> write() {
        List<Uni<Void>> statements = new ArrayList<>();
        if (!begun.isEmpty()) {
            statements.add(Sql.update(INSERT, columnsOf(begun.values())).replaceWithVoid());
        }
        if (!changed.isEmpty()) {
            statements.add(Sql.update(UPDATE, columnsOf(changed.values())).replaceWithVoid());
        }
        if (!log.isEmpty()) {
            statements.add(Sql.update(LOG, lines()).replaceWithVoid());
        }
        return together(statements);
    }

    private Object[] lines() {
        return new Object[] {
            log.stream().map(Line::saga).toArray(UUID[]::new),
            log.stream().map(Line::number).toArray(Integer[]::new),
            log.stream().map(line -> time(line.entry().at())).toArray(OffsetDateTime[]::new),
            log.stream().map(line -> line.entry().step().orElse(null)).toArray(String[]::new),
            log.stream().map(line -> line.entry().what().name()).toArray(String[]::new),
            log.stream().map(line -> line.entry().messageId().orElse(null)).toArray(UUID[]::new),
            log.stream().map(line -> line.entry().detail()).toArray(String[]::new)
        };
    }

    private static Object[] columnsOf(Collection<SagaEntity> sagas) {
        return new Object[] {
            column(sagas, saga -> saga.id, UUID[]::new),
            column(sagas, saga -> saga.definition, String[]::new),
            column(sagas, saga -> saga.state.name(), String[]::new),
            column(sagas, saga -> saga.step, Integer[]::new),
            column(sagas, saga -> saga.stepName, String[]::new),
            column(sagas, saga -> saga.data, String[]::new),
            column(sagas, saga -> saga.awaited, UUID[]::new),
            column(sagas, saga -> saga.attempts, Integer[]::new),
            column(sagas, saga -> time(saga.deadline), OffsetDateTime[]::new),
            column(sagas, saga -> time(saga.delayedSince), OffsetDateTime[]::new),
            column(sagas, saga -> time(saga.stuckSince), OffsetDateTime[]::new),
            column(sagas, saga -> saga.cancelRequested, Boolean[]::new),
            column(sagas, saga -> saga.failureReason, String[]::new),
            column(sagas, saga -> time(saga.startedAt), OffsetDateTime[]::new),
            column(sagas, saga -> time(saga.changedAt), OffsetDateTime[]::new),
            column(sagas, saga -> saga.logEntries, Integer[]::new),
            column(sagas, saga -> saga.awaitedTogether, String[]::new),
            column(sagas, saga -> saga.refusedStep, String[]::new),
            column(sagas, saga -> saga.traceParent, String[]::new)
        };
    }

    private static <T> T[] column(Collection<SagaEntity> sagas, Function<SagaEntity, T> value, IntFunction<T[]> array) {
        return sagas.stream().map(value).toArray(array);
    }

    private static SagaEntity read(Object[] row) {
        SagaEntity saga = new SagaEntity();
        saga.id = (UUID) row[0];
        saga.definition = (String) row[1];
        saga.state = SagaState.valueOf((String) row[2]);
        saga.step = (Integer) row[3];
        saga.stepName = (String) row[4];
        saga.data = (String) row[5];
        saga.awaited = (UUID) row[6];
        saga.attempts = (Integer) row[7];
        saga.deadline = time(row[8]);
        saga.delayedSince = time(row[9]);
        saga.stuckSince = time(row[10]);
        saga.cancelRequested = (Boolean) row[11];
        saga.failureReason = (String) row[12];
        saga.startedAt = time(row[13]);
        saga.changedAt = time(row[14]);
        saga.logEntries = (Integer) row[15];
        saga.awaitedTogether = (String) row[16];
        saga.refusedStep = (String) row[17];
        saga.traceParent = (String) row[18];
        return saga;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant time(Object column) {
        return column == null ? null : ((OffsetDateTime) column).toInstant();
    }
}
