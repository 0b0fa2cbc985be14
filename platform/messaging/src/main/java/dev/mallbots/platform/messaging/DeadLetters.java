package dev.mallbots.platform.messaging;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Messages that could not be handled: one transaction stores them byte for byte in the service's database with the error, writes them to
 * the outbox for the dead-letter topic, and writes the inbox row. So each message either is a dead letter or has taken effect.
 */
@ApplicationScoped
class DeadLetters {

    /** The history of the attempts. */
    record Tries(int count, Instant first, Instant last) {}

    private static final String KEEP = """
            insert into dead_letter
                (id, topic, partition, "offset", key, type, headers, payload, original, error, tries, first_try, last_try)
            values
                (:id, :topic, :partition, :offset, :key, :type, cast(cast(:headers as text) as jsonb), :payload,
                cast(:original as bytea), :error, :tries, :first, :last)
            """;

    private final Transactions transactions;
    private final Inbox inbox;
    private final Outbox outbox;
    private final String topic;

    DeadLetters(
            Transactions transactions,
            Inbox inbox,
            Outbox outbox,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.transactions = transactions;
        this.inbox = inbox;
        this.outbox = outbox;
        this.topic = Topics.deadLetters(service);
    }

    Uni<Void> keep(ReceivedMessage message, String error, Tries tries) {
        String readable = Legible.text(error);
        return transactions.inNew(() -> inbox.claim(List.of(message))
                .chain(claimed -> claimed.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : insert(message, readable, tries).chain(() -> tell(message, readable, tries))));
    }

    private static Uni<Integer> insert(ReceivedMessage message, String error, Tries tries) {
        ConsumerRecord<byte[], byte[]> record = message.record();
        Map<String, String> headers = message.headers();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(KEEP)
                        .setParameter("id", message.id())
                        .setParameter("topic", record.topic())
                        .setParameter("partition", record.partition())
                        .setParameter("offset", record.offset())
                        .setParameter("key", message.key().orElse(null))
                        .setParameter("type", headers.get(Envelope.TYPE))
                        .setParameter("headers", JsonObject.mapFrom(headers).encode())
                        .setParameter("payload", payloadOf(record))
                        .setParameter(
                                "original",
                                message.original().ifMoreThanReadable().orElse(null))
                        .setParameter("error", error)
                        .setParameter("tries", tries.count())
                        .setParameter("first", tries.first())
                        .setParameter("last", tries.last())
                        .executeUpdate());
    }

    /** The original message, with the history of the attempts in further headers. */
    private Uni<Void> tell(ReceivedMessage message, String error, Tries tries) {
        ConsumerRecord<byte[], byte[]> record = message.record();
        Map<String, String> story = new LinkedHashMap<>();
        story.put("dead-letter-error", error);
        story.put("dead-letter-topic", record.topic());
        story.put("dead-letter-partition", Integer.toString(record.partition()));
        story.put("dead-letter-offset", Long.toString(record.offset()));
        story.put("dead-letter-tries", Integer.toString(tries.count()));
        story.put("dead-letter-first-try", tries.first().toString());
        story.put("dead-letter-last-try", tries.last().toString());
        return outbox.write(topic, message.original().with(story), payloadOf(record));
    }

    private static byte[] payloadOf(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? new byte[0] : record.value();
    }
}
