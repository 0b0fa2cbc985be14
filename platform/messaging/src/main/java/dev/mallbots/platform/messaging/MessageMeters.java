package dev.mallbots.platform.messaging;

import dev.mallbots.platform.messaging.ReceivedMessage.Readable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what becomes of incoming messages; docs/telemetry.md has the meanings. The series of every subscribed type exist from the start,
 * so that a rate sees the first message of a type.
 */
final class MessageMeters {

    /** The type of an unreadable message, and of one that this release does not know. */
    static final String OTHER = "other";

    /** Of types that are skipped: a topic's writers choose their names, and each name costs memory. */
    private static final int MOST_SKIPPED_TYPES = 100;

    /** What is counted for each type. */
    private record OfType(Counter handled, Counter refused, Counter retried, Counter deadLetters) {}

    private final MeterRegistry metrics;
    private final Map<String, OfType> ofTypes = new HashMap<>();
    private final OfType ofOthers;
    private final Map<String, Counter> skipped = new ConcurrentHashMap<>();
    private final Counter skippedOthers;
    private final Timer committed;
    private final Timer failed;
    private final DistributionSummary batch;
    private final Timer delay;

    /** @param types the subscribed types */
    MessageMeters(MeterRegistry metrics, Set<String> types) {
        this.metrics = metrics;
        types.forEach(type -> ofTypes.put(type, ofType(type)));
        this.ofOthers = ofType(OTHER);
        this.skippedOthers = skipped(OTHER);
        this.committed = transaction("committed");
        this.failed = transaction("failed");
        this.batch = DistributionSummary.builder("inbox.batch")
                .serviceLevelObjectives(1, 10, 50, 100, 250, 500)
                .register(metrics);
        this.delay = Timer.builder("inbox.delay")
                .serviceLevelObjectives(millis(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000))
                .register(metrics);
    }

    private OfType ofType(String type) {
        return new OfType(
                metrics.counter("inbox.handled", "type", type),
                metrics.counter("inbox.refused", "type", type),
                metrics.counter("inbox.retried", "type", type),
                metrics.counter("inbox.dead.letters", "type", type));
    }

    private Counter skipped(String type) {
        return metrics.counter("inbox.skipped", "type", type);
    }

    private Timer transaction(String outcome) {
        return Timer.builder("inbox.transaction")
                .tag("outcome", outcome)
                .serviceLevelObjectives(millis(5, 10, 25, 50, 100, 250, 500, 1_000, 5_000))
                .register(metrics);
    }

    private static Duration[] millis(long... bounds) {
        return Arrays.stream(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    /** @param begun by {@link System#nanoTime} */
    void handled(List<Readable> messages, long begun) {
        committed.record(Duration.ofNanos(System.nanoTime() - begun));
        batch.record(messages.size());
        Instant now = Instant.now();
        for (Readable message : messages) {
            of(message).handled().increment();
            Duration age = Duration.between(message.context().time(), now);
            // the clock of another machine may be ahead
            delay.record(age.isNegative() ? Duration.ZERO : age);
        }
    }

    /** @param begun by {@link System#nanoTime} */
    void failed(long begun) {
        failed.record(Duration.ofNanos(System.nanoTime() - begun));
    }

    /** A command was answered with a failure. */
    void refused(Readable command) {
        of(command).refused().increment();
    }

    /** One attempt for each of these failed, and another one follows. */
    void retried(Collection<Readable> messages) {
        messages.forEach(message -> of(message).retried().increment());
    }

    void deadLetter(ReceivedMessage message) {
        of(message).deadLetters().increment();
    }

    void skipped(Readable message) {
        String type = message.context().type();
        Counter known = skipped.get(type);
        if (known != null) {
            known.increment();
        } else if (skipped.size() < MOST_SKIPPED_TYPES) {
            skipped.computeIfAbsent(type, this::skipped).increment();
        } else {
            skippedOthers.increment();
        }
    }

    private OfType of(ReceivedMessage message) {
        return message instanceof Readable readable
                ? ofTypes.getOrDefault(readable.context().type(), ofOthers)
                : ofOthers;
    }
}
