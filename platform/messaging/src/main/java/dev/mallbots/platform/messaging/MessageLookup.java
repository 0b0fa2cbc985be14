package dev.mallbots.platform.messaging;

import dev.mallbots.platform.unitofwork.Sql;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tells operators where messages are in this service: in its outbox, handled, or among its dead letters. */
@ApplicationScoped
public class MessageLookup {

    // a message whose dead letter was written in the same transaction as its inbox row has not taken effect
    private static final String FIND = """
            select message_id, 'HANDLED', received_at, sent_at, null
            from inbox where message_id = any($1) and message_id not in (select id from dead_letter where id = any($1))
            union all
            select id, case when discarded_at is null then 'DEAD' else 'DISCARDED' end,
                coalesce(discarded_at, last_try), null, coalesce(discard_reason, error)
            from dead_letter where id = any($1)
            union all
            select (headers ->> 'ce_id')::uuid, case when refused is null then 'WAITING' else 'REFUSED' end,
                created_at, null, refused
            from outbox where headers ->> 'ce_id' = any($2)
            """;

    /** What has become of a message in one service. */
    public enum MessageState {
        /** In the sender's outbox: the broker has not acknowledged it. */
        WAITING,
        /** In the sender's outbox: the broker has rejected it. */
        REFUSED,
        /** It has taken effect. */
        HANDLED,
        /** It could not be handled, and waits for an operator. */
        DEAD,
        /** An operator has given it up. */
        DISCARDED
    }

    /**
     * A message that this service has sent or received.
     *
     * @param at since when it is in this state; of a handled one the beginning of the transaction
     * @param sentAt when its sender gave it to the broker; empty if it is not handled, or was handled by an older release
     * @param problem the last error, or the operator's reason for discarding it; empty if there was none
     */
    public record Found(UUID id, MessageState state, Instant at, Optional<Instant> sentAt, Optional<String> problem) {}

    /** @return those that this service knows; a handled message is known until the pruning of the inbox */
    @WithSession
    public Uni<List<Found>> find(Collection<UUID> ids) {
        return Sql.select(
                        FIND,
                        ids.toArray(UUID[]::new),
                        ids.stream().map(UUID::toString).toArray(String[]::new))
                .map(rows -> rows.stream().map(MessageLookup::found).toList());
    }

    private static Found found(Object[] row) {
        return new Found(
                (UUID) row[0],
                MessageState.valueOf((String) row[1]),
                ((OffsetDateTime) row[2]).toInstant(),
                Optional.ofNullable((OffsetDateTime) row[3]).map(OffsetDateTime::toInstant),
                Optional.ofNullable((String) row[4]));
    }
}
