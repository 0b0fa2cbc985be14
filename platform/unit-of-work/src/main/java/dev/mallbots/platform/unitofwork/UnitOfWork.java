package dev.mallbots.platform.unitofwork;

import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.DatabaseException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One batch of messages, which are handled in one transaction. The stores of platform/ take part in it: each has a memory, which loads what
 * the batch is about with one statement, serves it to the handlers, collects their changes, and writes all of them before the commit. A
 * batch of any size so takes the same few round trips.
 *
 * <p>A unit belongs to one attempt: when the transaction rolls back, its memories are forgotten.
 *
 * <p>Source of the idea: Martin Fowler, "Unit of Work", Patterns of Enterprise Application Architecture (2002).
 */
public final class UnitOfWork {

    /** What a store remembers of one batch. */
    public interface Memory {

        /** Loads what these ids belong to; most memories know only some of them. */
        default Uni<Void> load(Subjects ids) {
            return Uni.createFrom().voidItem();
        }

        /** Writes what the handlers have changed. A failure rolls back the whole batch. */
        default Uni<Void> write() {
            return Uni.createFrom().voidItem();
        }
    }

    /** The ids of what a batch's messages are about. */
    @FunctionalInterface
    public interface Subjects {

        /** The ids in the keys of the messages. */
        Set<UUID> keys();

        /**
         * The ids in one field of the payloads.
         *
         * @param field its name in the protobuf file; payloads without that field, and values that are no ids, are left out
         */
        default Set<UUID> named(String field) {
            return Set.of();
        }
    }

    /** A store that takes part in every batch: a CDI bean. */
    @FunctionalInterface
    public interface Member {

        /** @return a new, empty memory */
        Memory begin();
    }

    /** The key under which a Vert.x context keeps its unit. */
    private static final String LOCAL = UnitOfWork.class.getName();

    private final List<Memory> memories;

    private UnitOfWork(List<Memory> memories) {
        this.memories = memories;
    }

    /**
     * Loads, works and writes. Loading is one round trip, writing another. Needs a Hibernate Reactive transaction on a Vert.x context that
     * belongs to it alone.
     *
     * @param first statements that are sent together with the loads, ahead of them
     */
    public static Uni<Void> of(List<Member> members, Subjects ids, List<Uni<Void>> first, Supplier<Uni<Void>> work) {
        return Uni.createFrom().deferred(() -> {
            List<Memory> memories = members.stream().map(Member::begin).toList();
            ContextLocals.put(LOCAL, new UnitOfWork(memories));
            Stream<Uni<Void>> loads = memories.stream().map(memory -> memory.load(ids));
            return together(Stream.concat(first.stream(), loads).toList())
                    .chain(work::get)
                    .chain(() -> together(memories.stream().map(Memory::write).toList()));
        });
    }

    /** The unit of the current batch; empty outside of one, where a store reads and writes at once. */
    public static Optional<UnitOfWork> current() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.get(LOCAL) : Optional.empty();
    }

    /** The memory of this type: there is one of each member. */
    public <M extends Memory> M memory(Class<M> type) {
        return memories.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    Stream<Memory> memories() {
        return memories.stream();
    }

    /**
     * Subscribes to all in order, before any has ended, so that their statements are pipelined, and waits for all of them.
     *
     * @return fails as the first of them that failed by itself: the others fail only because the transaction is lost
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
                        .min(Comparator.comparing(UnitOfWork::isOfLostTransaction))
                        .<Uni<Void>>map(Uni.createFrom()::failure)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** PostgreSQL executes no further statement after one that failed. */
    private static boolean isOfLostTransaction(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof DatabaseException refused && "25P02".equals(refused.getSqlState()));
    }
}
