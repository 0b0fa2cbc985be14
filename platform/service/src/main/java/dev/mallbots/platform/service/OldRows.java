package dev.mallbots.platform.service;

import java.time.Duration;

/**
 * Rows that can't matter any more once they are old: a bean of this kind, made by whoever owns the table, is all it takes for
 * {@link Pruning} to let them go.
 *
 * @param what for the log, such as {@code inbox}
 * @param delete a statement that deletes those older than {@code $1}, at most {@code $2} of them, and skips what somebody else has
 *     locked ({@code for update skip locked})
 * @param kept how long they stay
 */
public record OldRows(String what, String delete, Duration kept) {}
