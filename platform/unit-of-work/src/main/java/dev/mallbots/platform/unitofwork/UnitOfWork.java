package dev.mallbots.platform.unitofwork;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The shared memory of one batch of messages, which are handled in one transaction. Its members are the stores of platform/: each loads what
 * the batch is about with one statement, serves it to the handlers from memory, collects their changes, and writes all of them before the
 * commit. A batch of any size so takes the same few round trips.
 *
 * <p>A unit belongs to one attempt: when the transaction rolls back, its memory is forgotten.
 *
 * <p>Source of the idea: Martin Fowler, "Unit of Work", Patterns of Enterprise Application Architecture (2002).
 */
public final class UnitOfWork {

    /** A store that serves a batch from memory. */
    public interface Member {

        /**
         * Loads what belongs to these ids; most members know only some of them.
         *
         * @param ids the ids in the keys of the batch's messages
         */
        Uni<Void> load(Set<UUID> ids);

        /** Writes what the handlers have changed. A failure rolls back the whole batch. */
        Uni<Void> write();
    }

    /** The key under which a Vert.x context keeps its unit. */
    private static final String LOCAL = UnitOfWork.class.getName();

    private final Map<Class<?>, Object> memories = new HashMap<>();

    private UnitOfWork() {}

    /**
     * Loads, works and writes. Loading is one round trip, writing another. Needs a Hibernate Reactive transaction on a Vert.x context that
     * belongs to it alone.
     *
     * @param first statements that are sent together with the loads, ahead of them
     */
    public static Uni<Void> of(List<Member> members, Set<UUID> ids, List<Uni<Void>> first, Supplier<Uni<Void>> work) {
        return Uni.createFrom()
                .deferred(() -> {
                    ContextLocals.put(LOCAL, new UnitOfWork());
                    List<Uni<Void>> loads = new ArrayList<>(first);
                    members.forEach(member -> loads.add(member.load(ids)));
                    return together(loads);
                })
                .chain(() -> work.get())
                .chain(() -> together(members.stream().map(Member::write).toList()));
    }

    /** The unit of the current batch; empty outside of one, where a store reads and writes at once. */
    public static Optional<UnitOfWork> current() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.get(LOCAL) : Optional.empty();
    }

    /** A member's memory of this batch. */
    public <M> M memory(Class<M> type, Supplier<M> fresh) {
        return type.cast(memories.computeIfAbsent(type, missing -> fresh.get()));
    }

    /**
     * Subscribes to all in order, before any has ended, so that their statements are pipelined, and waits for all of them.
     *
     * @return fails as the first of them that failed: those behind it fail only because the transaction is lost
     */
    public static Uni<Void> together(List<Uni<Void>> all) {
        if (all.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Uni<Optional<Throwable>>> ends = all.stream()
                .map(work -> work.<Optional<Throwable>>map(done -> Optional.empty())
                        .onFailure()
                        .recoverWithItem(Optional::of))
                .toList();
        return Uni.join()
                .all(ends)
                .andFailFast()
                .chain(failures -> failures.stream()
                        .flatMap(Optional::stream)
                        .findFirst()
                        .<Uni<Void>>map(Uni.createFrom()::failure)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }
}
