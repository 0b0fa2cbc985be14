package dev.mallbots.platform.unitofwork;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Rows that the handlers of a batch add one by one, and that are written together at the end of the batch. Outside of a batch an addition is
 * written at once.
 *
 * <p>A store has its own, and produces it as a {@link UnitOfWork.Member}. Within the batch a query does not find what was added.
 *
 * @param <T> what is added
 */
public final class Gathering<T> implements UnitOfWork.Member {

    private final Function<List<T>, Uni<Void>> write;

    /** @param write writes all of them, in the order of their addition; never gets an empty list */
    public Gathering(Function<List<T>, Uni<Void>> write) {
        this.write = write;
    }

    /** Needs a Hibernate Reactive transaction. */
    public Uni<Void> add(T addition) {
        return addAll(List.of(addition));
    }

    /** Needs a Hibernate Reactive transaction. */
    public Uni<Void> addAll(List<T> additions) {
        return Uni.createFrom()
                .deferred(() -> UnitOfWork.current()
                        .map(unit -> gatheredIn(unit).addAll(additions))
                        .orElseGet(() -> writeAll(additions)));
    }

    /** Writes what the batch has added so far, for a query that must find it. */
    public Uni<Void> writeNow() {
        return Uni.createFrom()
                .deferred(() -> UnitOfWork.current()
                        .map(unit -> gatheredIn(unit).writeSoFar())
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    @Override
    public UnitOfWork.Memory begin() {
        return new Gathered();
    }

    private Gathered gatheredIn(UnitOfWork unit) {
        return unit.memories()
                .filter(memory -> memory instanceof Gathering<?>.Gathered gathered && gathered.isOf(this))
                .map(memory -> (Gathered) memory)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("this gathering is no member of the batch: produce it as a bean"));
    }

    private Uni<Void> writeAll(List<T> additions) {
        return additions.isEmpty() ? Uni.createFrom().voidItem() : write.apply(additions);
    }

    /** The additions of one batch. */
    private final class Gathered implements UnitOfWork.Memory {

        private final List<T> additions = new ArrayList<>();
        private boolean isWritten;

        boolean isOf(Gathering<?> gathering) {
            return Gathering.this == gathering;
        }

        /** What is added while the batch is being written is written at once. */
        Uni<Void> addAll(List<T> added) {
            if (isWritten) {
                return writeAll(added);
            }
            additions.addAll(added);
            return Uni.createFrom().voidItem();
        }

        Uni<Void> writeSoFar() {
            List<T> soFar = List.copyOf(additions);
            additions.clear();
            return writeAll(soFar);
        }

        @Override
        public Uni<Void> write() {
            isWritten = true;
            return writeSoFar();
        }
    }
}
