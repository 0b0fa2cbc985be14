package dev.mallbots.platform.service;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Rows that can't matter any more once they are old: a bean of this kind, made by whoever owns the table, is all it takes for
 * {@link Pruning} to let them go.
 *
 * @param what for the log, such as {@code inbox}
 * @param delete a statement that deletes those older than {@code $1}, at most {@code $2} of them, and skips what somebody else has
 *     locked ({@code for update skip locked})
 * @param kept how long they stay
 * @param more asked in every round for the statement's other parameters, from {@code $3} on; when it fails, no row goes in that
 *     round
 */
public record OldRows(String what, String delete, Duration kept, Supplier<Uni<List<Object>>> more) {

    /** Rows of which age alone decides. */
    public OldRows(String what, String delete, Duration kept) {
        this(what, delete, kept, () -> Uni.createFrom().item(List.of()));
    }
}
