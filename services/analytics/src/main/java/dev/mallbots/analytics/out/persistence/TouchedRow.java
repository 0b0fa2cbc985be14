package dev.mallbots.analytics.out.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** Read only, as {@link EventRow}. */
@Entity
@Immutable
@Table(name = "touched")
@IdClass(TouchedRow.Key.class)
class TouchedRow {

    record Key(UUID thing, Instant placedAt, UUID eventId) {}

    @Id
    private UUID thing;

    @Id
    @Column(name = "placed_at")
    private Instant placedAt;

    @Id
    @Column(name = "event_id")
    private UUID eventId;

    TouchedRow() {}
}
