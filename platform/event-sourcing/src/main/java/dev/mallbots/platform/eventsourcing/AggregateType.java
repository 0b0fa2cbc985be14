package dev.mallbots.platform.eventsourcing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mallbots.platform.kernel.Unavailable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Rebuilds one kind of aggregate from its events: the pure part of event sourcing, without any store.
 *
 * <p>The events of an aggregate are the records that its sealed interface permits; each is stored under its simple name. Immutable: every
 * method that changes a setting returns a new value.
 *
 * <p>Source of the idea: the decider of Jérémie Chassaing, "Functional Event Sourcing Decider" (2021).
 *
 * @param <S> the aggregate's state, an immutable value
 * @param <E> its events, a sealed interface of records
 */
public final class AggregateType<S, E> {

    /** Makes every state: {@code (null, first event)} makes the first one, later events change it. */
    @FunctionalInterface
    public interface Evolution<S, E> {
        S apply(S current, E event);
    }

    /** The number of events after which a new snapshot is taken, and the revision of the snapshot. */
    record Snapshots<S>(int every, int revision, Class<S> state) {}

    private record Upcast(String type, int fromRevision) {}

    private record Addition(String type, String field) {}

    private final String name;
    private final Map<String, Class<? extends E>> events;
    private final Evolution<S, E> evolution;
    private final Map<String, Integer> revisions;
    private final Map<Upcast, UnaryOperator<ObjectNode>> upcasts;
    private final Set<Addition> additions;
    private final Snapshots<S> snapshots;

    private AggregateType(
            String name,
            Map<String, Class<? extends E>> events,
            Evolution<S, E> evolution,
            Map<String, Integer> revisions,
            Map<Upcast, UnaryOperator<ObjectNode>> upcasts,
            Set<Addition> additions,
            Snapshots<S> snapshots) {
        this.name = name;
        this.events = events;
        this.evolution = evolution;
        this.revisions = revisions;
        this.upcasts = upcasts;
        this.additions = additions;
        this.snapshots = snapshots;
    }

    /**
     * @param name the aggregate's name in the business; stored with every stream
     * @param events the sealed interface whose permitted records are the events
     * @param evolution applies one event; must be a pure function
     */
    public static <S, E> AggregateType<S, E> of(String name, Class<E> events, Evolution<S, E> evolution) {
        Map<String, Class<? extends E>> byName = new HashMap<>();
        permitted(events).forEach(type -> {
            if (byName.put(type.getSimpleName(), type.asSubclass(events)) != null) {
                throw new IllegalArgumentException(
                        "two events of %s are called %s".formatted(name, type.getSimpleName()));
            }
        });
        return new AggregateType<>(name, Map.copyOf(byName), evolution, Map.of(), Map.of(), Set.of(), null);
    }

    private static Stream<Class<?>> permitted(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(AggregateType::permitted)
                : Stream.of(type);
    }

    /**
     * Declares that an event's stored fields have changed: from now on it is written as {@code revision}, and an event of the revision
     * before is converted when it is read. Stored events are never rewritten.
     *
     * @param revision the new revision; the first one of every event is 1
     * @param upcast converts a payload of {@code revision - 1} into one of {@code revision}; may change its argument
     */
    public AggregateType<S, E> revised(Class<? extends E> event, int revision, UnaryOperator<ObjectNode> upcast) {
        String type = event.getSimpleName();
        if (revision != revisionOf(type) + 1) {
            throw new IllegalArgumentException("revision %d of %s has no predecessor".formatted(revision, type));
        }
        return new AggregateType<>(
                name,
                events,
                evolution,
                with(revisions, type, revision),
                with(upcasts, new Upcast(type, revision - 1), upcast),
                additions,
                snapshots);
    }

    /**
     * Declares that an event has a further field: an event that was stored without it is read with null there. The revision stays, so that
     * an instance of the release before, which ignores the field, goes on reading new events.
     */
    public AggregateType<S, E> gained(Class<? extends E> event, String field) {
        Set<Addition> more = new HashSet<>(additions);
        more.add(new Addition(event.getSimpleName(), field));
        return new AggregateType<>(name, events, evolution, revisions, upcasts, Set.copyOf(more), snapshots);
    }

    /**
     * Stores a snapshot of the state at regular intervals, so that a long stream loads fast.
     *
     * @param every the number of events between two snapshots
     * @param revision must be raised when the state's fields change: snapshots of another revision are ignored
     * @param state the state's class, which Jackson must be able to write and read
     */
    public AggregateType<S, E> snapshotEvery(int every, int revision, Class<S> state) {
        return new AggregateType<>(
                name, events, evolution, revisions, upcasts, additions, new Snapshots<>(every, revision, state));
    }

    /** The aggregate's name in the business. */
    public String name() {
        return name;
    }

    /** How the store keeps an event from now on. */
    public StoredEvent write(E event) {
        String type = event.getClass().getSimpleName();
        return new StoredEvent(type, revisionOf(type), EventSerializer.write(event));
    }

    /**
     * Converts an event of an older revision into the current one.
     *
     * @throws Unavailable a newer release has stored it
     * @throws DamagedStream its payload lacks a field
     */
    public E read(StoredEvent stored) {
        return EventSerializer.read(this, stored.type(), stored.revision(), stored.payload());
    }

    S evolve(S current, Iterable<E> past) {
        S state = current;
        for (E event : past) {
            state = evolution.apply(state, event);
        }
        return state;
    }

    /** @throws Unavailable no event has this name: a newer release has stored it */
    Class<? extends E> eventNamed(String type) {
        return Optional.ofNullable(events.get(type))
                .orElseThrow(() -> Unavailable.newer("event %s of %s".formatted(type, name)));
    }

    int revisionOf(String type) {
        return revisions.getOrDefault(type, 1);
    }

    /** @throws Unavailable the payload is of a later revision than this release writes: a newer release has stored it */
    ObjectNode upcast(String type, int revision, ObjectNode payload) {
        if (revision > revisionOf(type)) {
            throw Unavailable.newer("revision %d of event %s of %s".formatted(revision, type, name));
        }
        ObjectNode current = payload;
        for (int from = revision; from < revisionOf(type); from++) {
            current = upcasts.get(new Upcast(type, from)).apply(current);
        }
        for (Addition addition : additions) {
            if (addition.type().equals(type) && !current.has(addition.field())) {
                current.putNull(addition.field());
            }
        }
        return current;
    }

    Optional<Snapshots<S>> snapshots() {
        return Optional.ofNullable(snapshots);
    }

    private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        Map<K, V> copy = new HashMap<>(map);
        copy.put(key, value);
        return Map.copyOf(copy);
    }
}
