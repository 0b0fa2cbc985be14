package dev.mallbots.platform.service;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Rows that can be deleted once they are old. The module that owns the table declares a bean of this type, and {@link Pruning} deletes the
 * rows.
 *
 * @param what for the log, such as {@code inbox}
 * @param delete a statement that deletes at most {@code $2} rows older than {@code $1}, and skips rows that another transaction has locked
 *       ({@code for update skip locked})
 * @param kept the retention
 * @param more called in every round for the statement's further parameters, from {@code $3} on; when it fails, no row is deleted in that
 *       round
 */
public record OldRows(String what, String delete, Duration kept, Supplier<Uni<List<Object>>> more) {

    /** Rows whose age alone decides. */
    public OldRows(String what, String delete, Duration kept) {
        this(what, delete, kept, () -> Uni.createFrom().item(List.of()));
    }
}
