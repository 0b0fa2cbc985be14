package dev.mallbots.platform.saga;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;

/** A saga's row. */
@Entity
@Table(name = "saga")
class SagaEntity {

    @Id
    UUID id;

    String definition;

    @Enumerated(EnumType.STRING)
    SagaState state;

    /** The name of its step; empty in a row that was last written by an instance of the release that used numbers. */
    @Column(name = "step_name")
    String stepName;

    /** The step's number, for instances of the release that used numbers. */
    int step;

    // Transferred as text: the driver's own JSON type would turn amounts into floating point.
    @ColumnTransformer(read = "data::text", write = "cast(cast(? as text) as jsonb)")
    String data;

    /** The command of the one step in flight; empty while several are in flight together. */
    UUID awaited;

    /** The unanswered commands of the steps in flight together, by step; empty while one step is in flight. */
    @ColumnTransformer(read = "awaited_together::text", write = "cast(cast(? as text) as jsonb)")
    @Column(name = "awaited_together")
    String awaitedTogether;

    @Column(name = "refused_step")
    String refusedStep;

    int attempts;
    Instant deadline;

    @Column(name = "delayed_since")
    Instant delayedSince;

    @Column(name = "stuck_since")
    Instant stuckSince;

    @Column(name = "cancel_requested")
    boolean cancelRequested;

    @Column(name = "failure_reason")
    String failureReason;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "changed_at")
    Instant changedAt;

    /** The trace in which it began, as W3C's traceparent; empty if it began without a collector, or in an older instance. */
    @Column(name = "trace_parent")
    String traceParent;

    /** The number of its log entries, which is the number of the last one. */
    @Column(name = "log_entries")
    int logEntries;

    @Version
    long version;

    <D> SagaInstance<D> toInstance(SagaDefinition<D> known) {
        return new SagaInstance<>(
                id,
                definition,
                state,
                stepName(known),
                SagaData.read(data, known.dataType()),
                startedAt,
                awaited(known),
                attempts,
                Optional.ofNullable(deadline),
                Optional.ofNullable(delayedSince),
                Optional.ofNullable(stuckSince),
                cancelRequested,
                Optional.ofNullable(refusedStep),
                Optional.ofNullable(failureReason));
    }

    private Map<String, UUID> awaited(SagaDefinition<?> known) {
        if (awaitedTogether != null) {
            return SagaData.readCommands(awaitedTogether);
        }
        return awaited == null ? Map.of() : Map.of(stepName(known), awaited);
    }

    private String stepName(SagaDefinition<?> known) {
        return stepName == null ? known.stepCounted(step) : stepName;
    }

    void become(SagaInstance<?> saga, SagaDefinition<?> known) {
        id = saga.id();
        definition = saga.definition();
        state = saga.state();
        stepName = saga.step();
        step = known.countOf(saga.step());
        data = data == null ? SagaData.write(saga.data()) : SagaData.write(saga.data(), data);
        startedAt = saga.startedAt();
        awaited = saga.awaited().get(saga.step());
        awaitedTogether = awaited == null && !saga.awaited().isEmpty() ? SagaData.write(saga.awaited()) : null;
        refusedStep = saga.refused().orElse(null);
        attempts = saga.attempts();
        deadline = saga.deadline().orElse(null);
        delayedSince = saga.delayedSince().orElse(null);
        stuckSince = saga.stuckSince().orElse(null);
        cancelRequested = saga.cancelRequested();
        failureReason = saga.failureReason().orElse(null);
    }
}
