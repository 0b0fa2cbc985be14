package dev.mallbots.platform.messaging;

import dev.mallbots.platform.unitofwork.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The messages that have taken effect here. Claiming a message and handling it is one transaction, so it takes effect once in spite of
 * repeated deliveries: a second claim waits for the first one's transaction and then returns nothing.
 *
 * <p>Source of the idea: Gregor Hohpe and Bobby Woolf, "Idempotent Receiver", Enterprise Integration Patterns (2003).
 */
@ApplicationScoped
class Inbox {

    // sorted by topic, partition and offset: two claims of the same messages do not deadlock, and turns are numbered in
    // the order in which a partition's messages are handled
    private static final String CLAIM = """
            insert into inbox (message_id, topic, partition, "offset", sent_at)
            select * from unnest($1::uuid[], $2::text[], $3::integer[], $4::bigint[], $5::timestamptz[])
                message (message_id, topic, partition, "offset", sent_at)
            order by topic, partition, "offset"
            on conflict do nothing
            returning message_id
            """;

    private static final String CLAIM_AGAIN = """
            insert into inbox (message_id, topic, partition, "offset", turn)
            values ($1, $2, $3, $4, null)
            on conflict do nothing
            returning message_id
            """;

    /** @return the ids that no transaction has claimed yet; needs a transaction */
    Uni<Set<UUID>> claim(Collection<? extends ReceivedMessage> messages) {
        List<ConsumerRecord<byte[], byte[]>> records = messages.stream()
                .<ConsumerRecord<byte[], byte[]>>map(ReceivedMessage::record)
                .toList();
        return Sql.select(
                        CLAIM,
                        messages.stream().map(ReceivedMessage::id).toArray(UUID[]::new),
                        records.stream().map(ConsumerRecord::topic).toArray(String[]::new),
                        records.stream().map(ConsumerRecord::partition).toArray(Integer[]::new),
                        records.stream().map(ConsumerRecord::offset).toArray(Long[]::new),
                        records.stream().map(Inbox::sentAt).toArray(OffsetDateTime[]::new))
                .map(Inbox::ids);
    }

    /**
     * Claims a message that an operator replays: without a turn, because later messages of its lane may have been handled before.
     *
     * @return its id, if no transaction has claimed it meanwhile; needs a transaction
     */
    Uni<Set<UUID>> claimAgain(ReceivedMessage message) {
        ConsumerRecord<byte[], byte[]> record = message.record();
        return Sql.select(CLAIM_AGAIN, message.id(), record.topic(), record.partition(), record.offset())
                .map(Inbox::ids);
    }

    private static OffsetDateTime sentAt(ConsumerRecord<byte[], byte[]> message) {
        // another machine's clock may be ahead, and a producer may give any time: PostgreSQL can't keep all of them
        long millis = Math.clamp(message.timestamp(), 0, System.currentTimeMillis());
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }

    private static Set<UUID> ids(List<Object[]> rows) {
        return rows.stream().map(row -> (UUID) row[0]).collect(Collectors.toCollection(HashSet::new));
    }
}
