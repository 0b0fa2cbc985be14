package dev.mallbots.platform.saga;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** An entry of a saga's log. */
@Entity
@Immutable
@Table(name = "saga_log")
class SagaLogEntity {

    @EmbeddedId
    Key key;

    Instant at;
    String step;

    @Enumerated(EnumType.STRING)
    SagaLogEntry.What what;

    @Column(name = "message_id")
    UUID messageId;

    String detail;

    SagaLogEntry toEntry() {
        return new SagaLogEntry(at, Optional.ofNullable(step), what, Optional.ofNullable(messageId), detail);
    }

    /** @param number from 1, in order */
    @Embeddable
    record Key(@Column(name = "saga_id") UUID sagaId, int number) {}
}
