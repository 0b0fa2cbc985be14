package dev.mallbots.platform.eventsourcing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mallbots.platform.kernel.Unavailable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How one kind of aggregate is rebuilt from its events: the pure half of event sourcing, free of any store.
 *
 * <p>The events of an aggregate are the records that its sealed interface permits; each is stored under its simple name.
 * Immutable: every method that changes something answers a new value.
 *
 * <p>Source of the idea: the decider of Jérémie Chassaing, "Functional Event Sourcing Decider" (2021).
 *
 * @param <S> the aggregate's state, an immutable value
 * @param <E> its events, a sealed interface of records
 */
public final class AggregateType<S, E> {

    /** The only place where a state comes from: {@code (null, first event)} makes one, later events change it. */
    @FunctionalInterface
    public interface Evolution<S, E> {
        S apply(S current, E event);
    }

    /** How many events may pass before a new snapshot is taken, and what the snapshot's shape is called. */
    record Snapshots<S>(int every, int revision, Class<S> state) {}

    private record Upcast(String type, int fromRevision) {}

    private final String name;
    private final Map<String, Class<? extends E>> events;
    private final Evolution<S, E> evolution;
    private final Map<String, Integer> revisions;
    private final Map<Upcast, UnaryOperator<ObjectNode>> upcasts;
    private final Snapshots<S> snapshots;

    private AggregateType(
            String name,
            Map<String, Class<? extends E>> events,
            Evolution<S, E> evolution,
            Map<String, Integer> revisions,
            Map<Upcast, UnaryOperator<ObjectNode>> upcasts,
            Snapshots<S> snapshots) {
        this.name = name;
        this.events = events;
        this.evolution = evolution;
        this.revisions = revisions;
        this.upcasts = upcasts;
        this.snapshots = snapshots;
    }

    /**
     * @param name the aggregate's name, as the business says it; stored with every stream
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
        return new AggregateType<>(name, Map.copyOf(byName), evolution, Map.of(), Map.of(), null);
    }

    private static Stream<Class<?>> permitted(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(AggregateType::permitted)
                : Stream.of(type);
    }

    /**
     * Says that an event's stored shape has changed: from now on it is written as {@code revision}, and what was written as
     * the revision before is turned into it when it is read. Stored events are never rewritten.
     *
     * @param revision the new one; the first shape of every event is revision 1
     * @param upcast turns a payload of {@code revision - 1} into one of {@code revision}; may change its argument
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
                snapshots);
    }

    /**
     * Keeps a snapshot of the state about every so many events, so that a long stream loads quickly.
     *
     * @param every how many events may pass until the next one
     * @param revision to be raised when the state's shape changes: snapshots of another revision are ignored
     * @param state the state's class, which Jackson can write and read
     */
    public AggregateType<S, E> snapshotEvery(int every, int revision, Class<S> state) {
        return new AggregateType<>(
                name, events, evolution, revisions, upcasts, new Snapshots<>(every, revision, state));
    }

    /** As the business says it. */
    public String name() {
        return name;
    }

    S evolve(S current, Iterable<E> past) {
        S state = current;
        for (E event : past) {
            state = evolution.apply(state, event);
        }
        return state;
    }

    /** @throws Unavailable when there is none of this name: a newer release has stored it */
    Class<? extends E> eventNamed(String type) {
        return Optional.ofNullable(events.get(type))
                .orElseThrow(() -> Unavailable.newer("event %s of %s".formatted(type, name)));
    }

    int revisionOf(String type) {
        return revisions.getOrDefault(type, 1);
    }

    /** @throws Unavailable when the payload is of a later revision than this release writes: a newer one has stored it */
    ObjectNode upcast(String type, int revision, ObjectNode payload) {
        if (revision > revisionOf(type)) {
            throw Unavailable.newer("revision %d of event %s of %s".formatted(revision, type, name));
        }
        ObjectNode current = payload;
        for (int from = revision; from < revisionOf(type); from++) {
            current = upcasts.get(new Upcast(type, from)).apply(current);
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
