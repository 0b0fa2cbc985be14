package dev.mallbots.platform.unitofwork;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.LockModeType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The entities of one type that a batch of messages is about. One query loads them, in the order of their ids, so that two instances do not
 * deadlock; {@link #find} then takes no round trip. The session writes the changed ones before the commit, many rows with one statement.
 *
 * <p>It belongs to the memory of a store, which serves one batch. A session executes one query at a time: load the entities of another type
 * after the first ones.
 *
 * @param <E> an entity whose id is the attribute {@code id}, a UUID
 */
public final class Entities<E> {

    private final Class<E> type;
    private final Function<E, UUID> id;
    private final LockModeType lock;
    /** By id; empty if there is none. */
    private final Map<UUID, Optional<E>> known = new HashMap<>();

    /** @param lock of the rows until the end of the transaction */
    public Entities(Class<E> type, Function<E, UUID> id, LockModeType lock) {
        this.type = type;
        this.id = id;
        this.lock = lock;
    }

    public Uni<Void> load(Set<UUID> ids) {
        Set<UUID> missing = new HashSet<>(ids);
        missing.removeAll(known.keySet());
        return missing.isEmpty()
                ? Uni.createFrom().voidItem()
                : Panache.getSession()
                        .chain(session -> session.createSelectionQuery(
                                        "from %s where id in :ids order by id".formatted(type.getName()), type)
                                .setParameter("ids", missing)
                                .setLockMode(lock)
                                .getResultList())
                        .invoke(entities -> {
                            missing.forEach(absent -> known.put(absent, Optional.empty()));
                            entities.forEach(entity -> known.put(id.apply(entity), Optional.of(entity)));
                        })
                        .replaceWithVoid();
    }

    /** @return the entity, null if there is none; one that the batch is not about is loaded now */
    public Uni<E> find(UUID asked) {
        Optional<E> loaded = known.get(asked);
        return loaded != null
                ? Uni.createFrom().item(loaded.orElse(null))
                : Panache.getSession()
                        .chain(session -> session.find(type, asked, lock))
                        .invoke(entity -> known.put(asked, Optional.ofNullable(entity)));
    }

    /** Adds a new entity, which {@link #find} returns from now on. */
    public Uni<Void> add(E entity) {
        return Panache.getSession()
                .chain(session -> session.persist(entity))
                .invoke(() -> known.put(id.apply(entity), Optional.of(entity)));
    }
}
