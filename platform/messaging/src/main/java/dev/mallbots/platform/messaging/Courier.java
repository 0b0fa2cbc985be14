package dev.mallbots.platform.messaging;

import dev.mallbots.platform.messaging.OutboxRows.Refusal;
import dev.mallbots.platform.messaging.OutboxRows.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Sends messages to Kafka with one producer and waits for the result of each. Kafka either acknowledges a message, or rejects it
 * permanently (too large, not permitted, no such topic), or neither, which is a failure: the caller then creates a new courier and sends
 * every unacknowledged message again.
 *
 * <p>Messages of one lane arrive in order, and none after a rejected one, provided that every topic accepts batches of {@value #LARGE}
 * bytes ({@code max.message.bytes}). A topic with a smaller limit may reject a message when the next of its lane has already been sent, and
 * may never accept a batch of many small messages, which then blocks all others.
 */
final class Courier implements AutoCloseable {

    /** The reason for rejecting a message for a missing topic. */
    static final String NO_SUCH_TOPIC = "Kafka has no such topic";

    /** The reason for rejecting a message for a topic that this service may not write. */
    static final String NOT_PERMITTED = "Kafka does not permit this service to write there";

    private static final DescribeTopicsOptions WITH_PERMISSIONS =
            new DescribeTopicsOptions().includeAuthorizedOperations(true);

    /**
     * In bytes. The broker's answer alone shows whether it accepts a larger message, so no message of its lane is sent before that answer.
     * It is also the size of a batch: the producer splits a batch that is too large for its topic into batches of this size; a smaller
     * batch can't be split and would be sent again without end.
     */
    private static final int LARGE = 100 * 1024;

    private static final Logger LOG = Logger.getLogger(Courier.class);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
    private static final int TOPIC_MILLIS = 10_000;
    private static final int ADMIN_MILLIS = 5_000;

    /**
     * The results of a delivery; the result of a message in neither list is unknown.
     *
     * @param failure the reason for unknown results; this courier can't be used any more then
     */
    record Delivery(List<Row> acknowledged, List<Refusal> refused, Optional<RuntimeException> failure) {}

    /** Kafka neither acknowledged nor rejected a message. */
    private static final class Undelivered extends RuntimeException {
        Undelivered(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A message that was passed to the producer, and its future result. */
    private record Sent(Row row, Future<RecordMetadata> answer) {}

    /** Called every few seconds while Kafka does not answer; throws when the lock is lost. */
    interface SignOfLife {
        void give() throws SQLException;
    }

    private final Map<String, Object> kafka;
    private final Duration patience;
    private final Duration signOfLife;
    private final Producer<byte[], byte[]> producer;
    /** Topics that accept no messages, with the reason. */
    private final Map<String, String> closedTopics = new ConcurrentHashMap<>();

    /** By {@link System#nanoTime}; at first the beginning of the current delivery. */
    private volatile long lastAcknowledged;

    /**
     * @param kafka the clients' configuration
     * @param patience after this time without any acknowledgement, the messages without a result count as failed
     */
    Courier(Map<String, Object> kafka, Duration patience) {
        this(kafka, newProducer(kafka), patience, SIGN_OF_LIFE);
    }

    Courier(Map<String, Object> kafka, Producer<byte[], byte[]> producer, Duration patience, Duration signOfLife) {
        this.kafka = kafka;
        this.producer = producer;
        this.patience = patience;
        this.signOfLife = signOfLife;
    }

    /** Sends these messages in order, and waits until Kafka has answered each, or has acknowledged none for too long. */
    Delivery deliver(List<Row> rows, SignOfLife life) throws SQLException, InterruptedException {
        List<Refusal> refused = new ArrayList<>();
        Queue<Sent> sent = new ConcurrentLinkedQueue<>();
        lastAcknowledged = System.nanoTime();
        try {
            send(rows, sent, refused, life);
            // no more messages follow, so no lingering is needed; flush() can't be used, because it returns only when
            // Kafka has answered
            Thread.startVirtualThread(producer::flush);
            for (Sent message : sent) {
                awaitAnswer(message, refused, life);
            }
            return new Delivery(acknowledged(sent), refused, Optional.empty());
        } catch (Undelivered failure) {
            return new Delivery(acknowledged(sent), refused, Optional.of(failure));
        }
    }

    private static List<Row> acknowledged(Queue<Sent> sent) {
        return sent.stream()
                .filter(message -> message.answer().state() == Future.State.SUCCESS)
                .map(Sent::row)
                .toList();
    }

    private void send(List<Row> rows, Queue<Sent> sent, List<Refusal> refused, SignOfLife life)
            throws SQLException, InterruptedException {
        Set<String> heldBack = new HashSet<>();
        int from = 0;
        while (from < rows.size()) {
            List<Row> left = rows.subList(from, rows.size());
            // on a separate thread: the producer may block for a topic or for memory, and this thread must keep its
            // lock alive
            FutureTask<Optional<Sent>> handing = new FutureTask<>(() -> handOver(left, heldBack, refused, sent));
            Thread.startVirtualThread(handing);
            Optional<Sent> failed = awaitHanding(handing, life);
            if (failed.isEmpty()) {
                return;
            }
            Row row = failed.get().row();
            refused.add(refusal(row, failed.get().answer().exceptionNow(), life));
            from = rows.indexOf(row) + 1;
        }
    }

    /** Passes these to the producer until one fails at once, which is returned. */
    private Optional<Sent> handOver(List<Row> rows, Set<String> heldBack, List<Refusal> refused, Queue<Sent> sent) {
        for (Row row : rows) {
            if (closedTopics.containsKey(row.message().topic())) {
                refused.add(closed(row));
            } else if (!heldBack.contains(row.lane())) {
                Sent message = new Sent(row, producer.send(row.message(), this::note));
                if (message.answer().state() == Future.State.FAILED) {
                    // no message may be sent after it, because a later one would overtake it
                    heldBack.add(row.lane());
                    return Optional.of(message);
                }
                sent.add(message);
                if (row.size() > LARGE) {
                    heldBack.add(row.lane());
                }
            }
        }
        return Optional.empty();
    }

    private void note(RecordMetadata place, Exception failure) {
        if (failure == null) {
            lastAcknowledged = System.nanoTime();
        }
    }

    private Optional<Sent> awaitHanding(Future<Optional<Sent>> handing, SignOfLife life)
            throws SQLException, InterruptedException {
        while (true) {
            try {
                return handing.get(signOfLife.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                life.give();
            } catch (ExecutionException e) {
                throw failed(e.getCause());
            }
        }
    }

    private void awaitAnswer(Sent message, List<Refusal> refused, SignOfLife life)
            throws SQLException, InterruptedException {
        while (true) {
            try {
                message.answer().get(signOfLife.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() - lastAcknowledged > patience.toNanos()) {
                    throw new Undelivered("Kafka has acknowledged nothing for " + patience, e);
                }
                life.give();
            } catch (ExecutionException e) {
                refused.add(refusal(message.row(), e.getCause(), life));
                return;
            }
        }
    }

    /** @throws Undelivered if the failure is not permanent */
    private Refusal refusal(Row row, Throwable failure, SignOfLife life) throws SQLException, InterruptedException {
        return switch (failure) {
            case RecordTooLargeException tooLarge -> refusal(row, tooLarge);
            case InvalidTopicException badName -> refusal(row, badName);
            case TopicAuthorizationException forbidden -> {
                close(row.message().topic(), NOT_PERMITTED);
                yield closed(row);
            }
            case org.apache.kafka.common.errors.TimeoutException nothingHeard -> {
                life.give();
                if (isOpen(row.message().topic())) {
                    throw failed(nothingHeard);
                }
                yield closed(row);
            }
            default -> throw failed(failure);
        };
    }

    private static Refusal refusal(Row row, Exception reason) {
        LOG.errorf(
                "Kafka refuses message %d for %s, key %s: %s. It stays in the outbox, and those of its key wait behind it.",
                row.id(), row.message().topic(), row.key(), reason.getMessage());
        return new Refusal(row, reason.toString());
    }

    private static Undelivered failed(Throwable failure) {
        return new Undelivered("Kafka did not take a message: " + failure.getMessage(), failure);
    }

    /**
     * Asks Kafka whether the topic exists and may be written. Until the next call, messages for a closed topic are rejected without being
     * sent: a producer blocks for {@value #TOPIC_MILLIS} ms on a missing topic, and would delay every other message each time.
     *
     * @throws Undelivered Kafka does not answer
     */
    boolean isOpen(String topic) throws InterruptedException {
        try (Admin admin = newAdmin()) {
            Set<AclOperation> permitted = admin.describeTopics(List.of(topic), WITH_PERMISSIONS)
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .authorizedOperations();
            // some brokers do not report permissions: then the relay tries to send
            if (permitted != null && !permitted.contains(AclOperation.WRITE)) {
                return close(topic, NOT_PERMITTED);
            }
            closedTopics.remove(topic);
            return true;
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case UnknownTopicOrPartitionException missing -> close(topic, NO_SUCH_TOPIC);
                case TopicAuthorizationException forbidden -> close(topic, NOT_PERMITTED);
                default ->
                    throw new Undelivered(
                            "Kafka does not say whether it has " + topic + ": "
                                    + e.getCause().getMessage(),
                            e);
            };
        }
    }

    /** @return false, because it is not open */
    private boolean close(String topic, String reason) {
        if (!reason.equals(closedTopics.put(topic, reason))) {
            LOG.errorf("%s: %s. What is for it stays in the outbox until this is mended.", topic, reason);
        }
        return false;
    }

    private Refusal closed(Row row) {
        return new Refusal(row, closedTopics.get(row.message().topic()));
    }

    /** Messages in flight belong to rows that still exist; the next relay sends them again. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        producer.close(Duration.ZERO);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Producer<byte[], byte[]> newProducer(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // batches the rows of a delivery: one request per row costs the broker ten times as much as the row itself
        config.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, LARGE);
        // An expired record could be overtaken by a later one of its key, so the producer waits for Kafka without
        // limit.
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TOPIC_MILLIS);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Admin newAdmin() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_MILLIS);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_MILLIS);
        return Admin.create(config);
    }
}
