package dev.mallbots.analytics.out.persistence;

import dev.mallbots.analytics.domain.AuditedEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;

/** Read only: one statement inserts an event with all ids that it names. */
@Entity
@Immutable
@Table(name = "audited_event")
class EventRow {

    @Id
    private UUID id;

    private String type;
    private String source;
    private UUID subject;
    private long sequence;

    @Column(name = "happened_at")
    private Instant happenedAt;

    @Column(name = "placed_at")
    private Instant placedAt;

    @Column(name = "correlation_id")
    private UUID correlationId;

    @Column(name = "causation_id")
    private UUID causationId;

    @Column(name = "trace_id")
    private String traceId;

    @ColumnTransformer(read = "data::text")
    private String data;

    EventRow() {}

    UUID id() {
        return id;
    }

    Instant placedAt() {
        return placedAt;
    }

    AuditedEvent event() {
        return new AuditedEvent(
                id,
                type,
                source,
                subject,
                sequence,
                happenedAt,
                Optional.ofNullable(correlationId),
                Optional.ofNullable(causationId),
                Optional.ofNullable(traceId),
                data);
    }
}
