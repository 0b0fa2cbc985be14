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
 * Messages that could not be handled: kept whole in the service's database with what went wrong, and told to its dead-letter
 * topic through the outbox, in one transaction with the inbox's row. A message is here once, or it took its effect.
 */
@ApplicationScoped
class DeadLetters {

    /** The story of trying. */
    record Tries(int count, Instant first, Instant last) {}

    private static final String KEEP = """
            insert into dead_letter
                (id, topic, partition, "offset", key, type, headers, payload, error, tries, first_try, last_try)
            values
                (:id, :topic, :partition, :offset, :key, :type, cast(cast(:headers as text) as jsonb), :payload, :error, :tries, :first, :last)
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
        return transactions.inNew(() -> inbox.claim(List.of(message.id()))
                .chain(claimed -> claimed.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : insert(message, error, tries)
                                .chain(() -> outbox.write(List.of(rowOf(message, error, tries))))));
    }

    private static Uni<Integer> insert(ReceivedMessage message, String error, Tries tries) {
        ConsumerRecord<String, byte[]> record = message.record();
        Map<String, String> headers = message.headers();
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(KEEP)
                        .setParameter("id", message.id())
                        .setParameter("topic", record.topic())
                        .setParameter("partition", record.partition())
                        .setParameter("offset", record.offset())
                        .setParameter("key", record.key())
                        .setParameter("type", headers.get(Envelope.TYPE))
                        .setParameter("headers", JsonObject.mapFrom(headers).encode())
                        .setParameter("payload", payloadOf(record))
                        .setParameter("error", error)
                        .setParameter("tries", tries.count())
                        .setParameter("first", tries.first())
                        .setParameter("last", tries.last())
                        .executeUpdate());
    }

    private Outbox.Row rowOf(ReceivedMessage message, String error, Tries tries) {
        ConsumerRecord<String, byte[]> record = message.record();
        Map<String, String> headers = new LinkedHashMap<>(message.headers());
        headers.put("dead-letter-error", error);
        headers.put("dead-letter-topic", record.topic());
        headers.put("dead-letter-partition", Integer.toString(record.partition()));
        headers.put("dead-letter-offset", Long.toString(record.offset()));
        headers.put("dead-letter-tries", Integer.toString(tries.count()));
        headers.put("dead-letter-first-try", tries.first().toString());
        headers.put("dead-letter-last-try", tries.last().toString());
        return new Outbox.Row(topic, record.key(), headers, payloadOf(record));
    }

    private static byte[] payloadOf(ConsumerRecord<String, byte[]> record) {
        return record.value() == null ? new byte[0] : record.value();
    }
}
