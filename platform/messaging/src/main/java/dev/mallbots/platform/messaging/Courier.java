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
 * Takes messages to Kafka with one producer and waits for its word on each. Kafka either acknowledges a message, or refuses
 * it for good (too large, not permitted, no such topic), or neither, which is a failure: whoever meets one makes a new courier
 * and sends again all that is not acknowledged.
 *
 * <p>Messages of one lane arrive in their order, and none after one that was refused, provided that every topic takes batches
 * of {@value #LARGE} bytes ({@code max.message.bytes}). A topic that takes less may refuse a message when the next of its lane
 * is already under way, and many small messages at once may not fit it at all and hold up everything.
 */
final class Courier implements AutoCloseable {

    /** Why a message for a topic that Kafka does not have is refused. */
    static final String NO_SUCH_TOPIC = "Kafka has no such topic";

    /** Why a message for a topic that this service may not write is refused. */
    static final String NOT_PERMITTED = "Kafka does not permit this service to write there";

    private static final DescribeTopicsOptions WITH_PERMISSIONS =
            new DescribeTopicsOptions().includeAuthorizedOperations(true);

    /**
     * Bytes. Whether the broker takes a larger message is known only when it answers, so nothing of its lane follows until it
     * has. It is also the size of a batch: the producer takes one that is too large for its topic apart into batches of this
     * size, which changes nothing if it is no larger, and sends it again and again.
     */
    private static final int LARGE = 100 * 1024;

    private static final Logger LOG = Logger.getLogger(Courier.class);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
    private static final int TOPIC_MILLIS = 10_000;
    private static final int ADMIN_MILLIS = 5_000;

    /**
     * What became of messages; of those that are in neither list, nothing is known.
     *
     * @param failure why something is not known; this courier is of no use then
     */
    record Delivery(List<Row> acknowledged, List<Refusal> refused, Optional<RuntimeException> failure) {}

    /** Kafka neither took a message nor refused it. */
    private static final class Undelivered extends RuntimeException {
        Undelivered(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A message that the producer has, and what Kafka says of it in the end. */
    private record Sent(Row row, Future<RecordMetadata> answer) {}

    /** Given every few seconds while Kafka says nothing; throws when the lock is lost. */
    interface SignOfLife {
        void give() throws SQLException;
    }

    private final Map<String, Object> kafka;
    private final Duration patience;
    private final Duration signOfLife;
    private final Producer<byte[], byte[]> producer;
    /** Topics that take nothing, and why. */
    private final Map<String, String> closedTopics = new ConcurrentHashMap<>();

    /** By {@link System#nanoTime}; or when the present delivery began. */
    private volatile long lastAcknowledged;

    /**
     * @param kafka the clients' configuration
     * @param patience when Kafka has acknowledged nothing for so long, the messages without an answer are a failure
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

    /** Sends these, in their order, and waits until Kafka has answered each, or has acknowledged nothing for too long. */
    Delivery deliver(List<Row> rows, SignOfLife life) throws SQLException, InterruptedException {
        List<Refusal> refused = new ArrayList<>();
        Queue<Sent> sent = new ConcurrentLinkedQueue<>();
        lastAcknowledged = System.nanoTime();
        try {
            send(rows, sent, refused, life);
            // all that there is has been said, so nothing need linger; not here, as it returns only when Kafka has
            // answered
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
            // by a thread of its own: the producer may keep it waiting for a topic or for memory, and this one has to
            // say
            // that it lives
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

    /** Gives these to the producer up to one that fails at once, which is returned. */
    private Optional<Sent> handOver(List<Row> rows, Set<String> heldBack, List<Refusal> refused, Queue<Sent> sent) {
        for (Row row : rows) {
            if (closedTopics.containsKey(row.message().topic())) {
                refused.add(closed(row));
            } else if (!heldBack.contains(row.lane())) {
                Sent message = new Sent(row, producer.send(row.message(), this::note));
                if (message.answer().state() == Future.State.FAILED) {
                    // nothing may be sent after it: what comes later would overtake it
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

    /** @throws Undelivered when it is none */
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
     * Asks Kafka whether it has the topic and permits us to write there. Messages for one that is closed are refused without
     * being sent, until this is asked again: a producer looks for a topic for {@value #TOPIC_MILLIS} ms, and everything else
     * would wait that long each time.
     *
     * @throws Undelivered when Kafka does not say
     */
    boolean isOpen(String topic) throws InterruptedException {
        try (Admin admin = newAdmin()) {
            Set<AclOperation> permitted = admin.describeTopics(List.of(topic), WITH_PERMISSIONS)
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .authorizedOperations();
            // some brokers do not say: then it is tried
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

    /** @return false, as it is not open */
    private boolean close(String topic, String reason) {
        if (!reason.equals(closedTopics.put(topic, reason))) {
            LOG.errorf("%s: %s. What is for it stays in the outbox until this is mended.", topic, reason);
        }
        return false;
    }

    private Refusal closed(Row row) {
        return new Refusal(row, closedTopics.get(row.message().topic()));
    }

    /** What is still in flight belongs to rows that are still there; whoever comes next sends them again. */
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
        // rows that are sent together travel together: a request for each costs the broker ten times what the row does
        config.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, LARGE);
        // A record that expired could be overtaken by a later one of its key: rather wait for Kafka, however long it is
        // away.
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
