package dev.mallbots.platform.saga;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
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

    int step;

    // As text on the way: the driver's own JSON type would turn amounts into floating point.
    @ColumnTransformer(read = "data::text", write = "cast(cast(? as text) as jsonb)")
    String data;

    UUID awaited;
    int attempts;
    Instant deadline;

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

    /** How many lines its log has: the number of the last one. */
    @Column(name = "log_entries")
    int logEntries;

    @Version
    long version;

    <D> SagaInstance<D> toInstance(D knowledge) {
        return new SagaInstance<>(
                id,
                definition,
                state,
                step,
                knowledge,
                Optional.ofNullable(awaited),
                attempts,
                Optional.ofNullable(deadline),
                Optional.ofNullable(stuckSince),
                cancelRequested,
                Optional.ofNullable(failureReason));
    }

    void become(SagaInstance<?> saga, String knowledge) {
        id = saga.id();
        definition = saga.definition();
        state = saga.state();
        step = saga.step();
        data = knowledge;
        awaited = saga.awaited().orElse(null);
        attempts = saga.attempts();
        deadline = saga.deadline().orElse(null);
        stuckSince = saga.stuckSince().orElse(null);
        cancelRequested = saga.cancelRequested();
        failureReason = saga.failureReason().orElse(null);
    }
}
