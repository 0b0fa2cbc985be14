package dev.mallbots.platform.saga;

import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.reactive.mutiny.Mutiny;

/** An entry of a saga's log. */
@Entity
@Immutable
@Table(name = "saga_log")
class SagaLogEntity {

    private static final String APPEND = """
            insert into saga_log (saga_id, number, at, step, what, message_id, detail)
            select cast(:saga as uuid), cast(:last as int) + line.number, cast(entry ->> 'at' as timestamptz), entry ->> 'step', entry ->> 'what',
                   cast(entry ->> 'messageId' as uuid), entry ->> 'detail'
            from jsonb_array_elements(cast(cast(:lines as text) as jsonb)) with ordinality line (entry, number)
            """;

    @EmbeddedId
    Key key;

    Instant at;
    String step;

    @Enumerated(EnumType.STRING)
    SagaLogEntry.What what;

    @Column(name = "message_id")
    UUID messageId;

    String detail;

    /** Writes all entries of one transition in one round trip. */
    static Uni<Void> append(Mutiny.Session session, UUID sagaId, int lastNumber, List<SagaLogEntry> entries) {
        return session.createNativeQuery(APPEND)
                .setParameter("saga", sagaId)
                .setParameter("last", lastNumber)
                .setParameter("lines", SagaData.write(entries))
                .executeUpdate()
                .replaceWithVoid();
    }

    SagaLogEntry toEntry() {
        return new SagaLogEntry(at, Optional.ofNullable(step), what, Optional.ofNullable(messageId), detail);
    }

    /** @param number from 1, in order */
    @Embeddable
    record Key(@Column(name = "saga_id") UUID sagaId, int number) {}
}
