package dev.mallbots.platform.eventsourcing;

import dev.mallbots.platform.eventsourcing.Streams.Loaded;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.unitofwork.Sql;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The streams of a service's event-sourced aggregates, in its own PostgreSQL.
 *
 * <p>Guarantees: versions of a stream run from 1 without gaps; of two appends to the same version one wins; an append belongs to the
 * caller's transaction and rolls back with it; a stream with a missing event is never replayed as if it were complete. Every method needs a
 * Hibernate Reactive transaction ({@code @WithTransaction}). A load and an append take one round trip each, for any number of events. In a
 * batch of messages all loads take one round trip together, and all appends another: see {@link UnitOfWork}.
 */
@ApplicationScoped
public class EventStore {

    private static final int ATTEMPTS = 5;

    private static final String SINCE = """
            select e.stream_id, e.version, e.type, e.revision, e.payload::text, e.occurred_at
            from unnest($2::uuid[], $3::bigint[]) known (id, version)
            join stream s on s.id = known.id and s.aggregate = $1
            join event e on e.stream_id = s.id and e.version > known.version
            order by e.stream_id, e.version
            """;

    /**
     * Creates a stream.
     *
     * @param events at least one
     * @return fails with {@link Conflict} if the stream exists; the caller's transaction can continue
     */
    public <S, E> Uni<Change<S, E>> create(AggregateType<S, E> type, UUID id, List<E> events) {
        return Uni.createFrom()
                .deferred(() -> UnitOfWork.current()
                        .map(unit -> createIn(streamsOf(unit), type, id, events))
                        .orElseGet(() -> alone(streams ->
                                        Uni.createFrom().item(streams.append(type, id, Loaded.nothing(), events)))
                                .onFailure(LostRace.class)
                                .transform(race -> exists(type, id))));
    }

    private static <S, E> Uni<Change<S, E>> createIn(
            Streams streams, AggregateType<S, E> type, UUID id, List<E> events) {
        return streams.exists(type, id).map(exists -> {
            if (exists) {
                throw exists(type, id);
            }
            return streams.append(type, id, Loaded.nothing(), events);
        });
    }

    private static Conflict exists(AggregateType<?, ?> type, UUID id) {
        return new Conflict("there is a %s %s already".formatted(type.name(), id));
    }

    /**
     * Loads an aggregate, lets {@code decide} compute the new events, and appends them. If another transaction appended in between, the
     * decision is made again on the new state, a few times at most; in a batch of messages the whole batch is then handled again.
     *
     * @param decide a pure function of the state; an empty list changes nothing; its exception is the failure
     * @return fails with {@link NotFound} if the stream does not exist, with {@link LostRace} if every attempt lost
     */
    public <S, E> Uni<Change<S, E>> update(AggregateType<S, E> type, UUID id, Function<S, List<E>> decide) {
        Function<Streams, Uni<Change<S, E>>> change = streams ->
                streams.get(type, id).map(loaded -> streams.append(type, id, loaded, decide.apply(loaded.state())));
        return Uni.createFrom()
                .deferred(() -> UnitOfWork.current()
                        .map(unit -> change.apply(streamsOf(unit)))
                        .orElseGet(() ->
                                alone(change).onFailure(LostRace.class).retry().atMost(ATTEMPTS - 1)));
    }

    /** @return the current state; fails with {@link NotFound} if the stream does not exist */
    public <S, E> Uni<S> load(AggregateType<S, E> type, UUID id) {
        return Uni.createFrom()
                .deferred(() -> UnitOfWork.current()
                        .map(EventStore::streamsOf)
                        .orElseGet(Streams::new)
                        .get(type, id))
                .map(Loaded::state);
    }

    private static <T> Uni<T> alone(Function<Streams, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Streams streams = new Streams();
            return work.apply(streams).call(streams::write);
        });
    }

    private static Streams streamsOf(UnitOfWork unit) {
        return unit.memory(Streams.class);
    }

    @Produces
    @Singleton
    static UnitOfWork.Member inEachBatch() {
        return Streams::new;
    }

    /**
     * The new events of some aggregates, in one round trip. Unknown ids are left out. A stream that lacks an event is returned as it is; a
     * caller that must detect a gap loads the stream.
     *
     * @param known the version that the caller knows, by id; 0 for none
     * @return the events of each aggregate in order
     */
    public <E> Uni<List<PastEvent<E>>> since(AggregateType<?, E> type, Map<UUID, Long> known) {
        return Sql.select(
                        SINCE,
                        type.name(),
                        known.keySet().toArray(UUID[]::new),
                        known.values().toArray(Long[]::new))
                .map(rows -> rows.stream().map(row -> pastEvent(type, row)).toList());
    }

    private static <E> PastEvent<E> pastEvent(AggregateType<?, E> type, Object[] row) {
        E event = type.read(new StoredEvent((String) row[2], (Integer) row[3], (String) row[4]));
        return new PastEvent<>((UUID) row[0], (Long) row[1], event, ((OffsetDateTime) row[5]).toInstant());
    }
}
