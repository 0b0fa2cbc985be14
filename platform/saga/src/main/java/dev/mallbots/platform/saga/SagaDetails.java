package dev.mallbots.platform.saga;

import java.util.List;

/**
 * The complete data of one saga.
 *
 * @param data the saga's data as JSON
 * @param log the log entries in order
 */
public record SagaDetails(SagaSummary summary, String data, List<SagaLogEntry> log) {}
