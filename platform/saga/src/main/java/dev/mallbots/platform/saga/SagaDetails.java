package dev.mallbots.platform.saga;

import java.util.List;

/**
 * All there is to know of one saga.
 *
 * @param data what it knows, as JSON
 * @param log in the order things happened
 */
public record SagaDetails(SagaSummary summary, String data, List<SagaLogEntry> log) {}
