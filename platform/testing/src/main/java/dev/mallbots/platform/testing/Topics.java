package dev.mallbots.platform.testing;

import com.google.protobuf.Internal;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Publishes to topics and awaits messages. Every topic is read from its start, so a message is found also if it arrived before the call.
 * Thread-safe.
 */
public final class Topics implements AutoCloseable {

    /** Prefix of those settings of a client of Kafka by which it may do anything; there are none where Kafka asks nobody. */
    static final String ADMIN_SETTINGS = "mallbots.test.kafka.";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Map<String, Object> given;
    private final Map<String, List<ConsumerRecord<String, byte[]>>> seen = new HashMap<>();
    private Producer<String, byte[]> producer;
    private Consumer<String, byte[]> consumer;

    /** For the Kafka of {@link WithMall}; connects at the first use. */
    public Topics() {
        this(Map.of());
    }

    /** @param settings the Kafka client settings for connecting and authenticating */
    public Topics(Map<String, Object> settings) {
        this.given = Map.copyOf(settings);
    }

    /**
     * A received message.
     *
     * @param headers the values as text, by name
     */
    public record Received<M extends Message>(
            String topic, int partition, long offset, String key, Map<String, String> headers, M payload) {

        public UUID id() {
            return UUID.fromString(headers.get("ce_id"));
        }

        /** The full protobuf name. */
        public String type() {
            return headers.get("ce_type");
        }

        public Optional<UUID> correlationId() {
            return Optional.ofNullable(headers.get("ce_correlationid")).map(UUID::fromString);
        }

        public Optional<UUID> causationId() {
            return Optional.ofNullable(headers.get("ce_causationid")).map(UUID::fromString);
        }

        public long sequence() {
            return Long.parseLong(headers.get("ce_sequence"));
        }
    }

    /** A message to publish: {@code topics.draft(payload).sequence(3).correlatedWith(order).publish(topic, key)}. */
    public final class Draft {

        private final byte[] payload;
        private final Map<String, String> headers = new HashMap<>();

        private Draft(Message message) {
            String type = message.getDescriptorForType().getFullName();
            payload = message.toByteArray();
            headers.put("ce_specversion", "1.0");
            headers.put("ce_id", UUID.randomUUID().toString());
            headers.put("ce_source", "/services/test");
            headers.put("ce_type", type);
            headers.put("ce_time", Instant.now().toString());
            headers.put("ce_dataschema", "urn:protobuf:" + type);
            headers.put("content-type", "application/protobuf");
        }

        /** The same id twice is a redelivery. */
        public Draft id(UUID id) {
            return header("ce_id", id.toString());
        }

        public Draft sequence(long version) {
            return header("ce_sequence", "" + version);
        }

        public Draft correlatedWith(UUID process) {
            return header("ce_correlationid", process.toString());
        }

        public Draft causedBy(UUID message) {
            return header("ce_causationid", message.toString());
        }

        public Draft replyTo(String topic) {
            return header("ce_replyto", topic);
        }

        /** Sets any header; a null value removes it. */
        public Draft header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        /** @return the message's id, after the broker's acknowledgement */
        public UUID publish(String topic, Object key) {
            headers.putIfAbsent("ce_subject", key.toString());
            publishRaw(topic, key, payload, headers);
            return UUID.fromString(headers.get("ce_id"));
        }
    }

    public Draft draft(Message payload) {
        return new Draft(payload);
    }

    /** Publishes with a complete envelope. @return the message's id, after the broker's acknowledgement */
    public UUID publish(String topic, Object key, Message payload) {
        return draft(payload).publish(topic, key);
    }

    /**
     * The same, with the version of the aggregate.
     *
     * @param sequence the aggregate's version after the event, from 1
     */
    public UUID publish(String topic, Object key, Message payload, long sequence) {
        return draft(payload).sequence(sequence).publish(topic, key);
    }

    /**
     * Publishes any bytes, for invalid messages.
     *
     * @param headers null values are left out
     */
    public void publishRaw(String topic, Object key, byte[] payload, Map<String, String> headers) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, key.toString(), payload);
        headers.forEach((name, value) -> {
            if (value != null) {
                message.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
            }
        });
        try {
            producer().send(message).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("could not publish to " + topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The first message with this type and key; waits up to 30 seconds. */
    public <M extends Message> M await(String topic, Object key, Class<M> type) {
        return awaitReceived(topic, key, type).payload();
    }

    /** The first message with this type and key that matches; waits up to 30 seconds. */
    public <M extends Message> M await(String topic, Object key, Class<M> type, Predicate<M> wanted) {
        return awaitReceived(topic, key, type, message -> wanted.test(message.payload()))
                .payload();
    }

    /** The same, with the envelope. */
    public <M extends Message> Received<M> awaitReceived(String topic, Object key, Class<M> type) {
        return awaitReceived(topic, key, type, message -> true);
    }

    /** The same, with the envelope. */
    public <M extends Message> Received<M> awaitReceived(
            String topic, Object key, Class<M> type, Predicate<Received<M>> wanted) {
        Instant giveUp = Instant.now().plus(PATIENCE);
        do {
            Optional<Received<M>> found =
                    all(topic, key, type).stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        } while (Instant.now().isBefore(giveUp));
        throw new AssertionError("No " + type.getSimpleName() + " as wanted for " + key + " on " + topic + " within "
                + PATIENCE.toSeconds() + " s; there are " + types(topic, key));
    }

    /** All messages with this type and key so far, oldest first. */
    public <M extends Message> List<Received<M>> all(String topic, Object key, Class<M> type) {
        M empty = Internal.getDefaultInstance(type);
        String name = empty.getDescriptorForType().getFullName();
        List<Received<M>> messages = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> message : raw(topic, key)) {
            Map<String, String> headers = headers(message);
            if (name.equals(headers.get("ce_type"))) {
                messages.add(new Received<>(
                        topic,
                        message.partition(),
                        message.offset(),
                        message.key(),
                        headers,
                        type.cast(parse(empty, message.value()))));
            }
        }
        return messages;
    }

    /** The simple type names of all messages with this key so far, oldest first. */
    public List<String> types(String topic, Object key) {
        return raw(topic, key).stream()
                .map(message -> headers(message).getOrDefault("ce_type", "?"))
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .toList();
    }

    /** All records with this key so far, oldest first. */
    public List<ConsumerRecord<String, byte[]>> raw(String topic, Object key) {
        return raw(topic).stream()
                .filter(message -> Objects.equals(message.key(), key.toString()))
                .toList();
    }

    /** All records of a topic so far; in order within a key. */
    public synchronized List<ConsumerRecord<String, byte[]>> raw(String topic) {
        if (seen.putIfAbsent(topic, new ArrayList<>()) == null) {
            readAlso(topic);
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitionsOf(topic));
        do {
            for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                seen.get(message.topic()).add(message);
            }
        } while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()));
        return List.copyOf(seen.get(topic));
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
        if (consumer != null) {
            consumer.close();
        }
    }

    private void readAlso(String topic) {
        if (consumer == null) {
            consumer = new KafkaConsumer<>(
                    // a pending fetch would delay the query for the end offsets
                    settings(Map.of("auto.offset.reset", "earliest", "fetch.max.wait.ms", "10")),
                    new StringDeserializer(),
                    new ByteArrayDeserializer());
        }
        List<TopicPartition> partitions = new ArrayList<>(consumer.assignment());
        partitions.addAll(partitionsOf(topic));
        consumer.assign(partitions);
    }

    private List<TopicPartition> partitionsOf(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private synchronized Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    settings(Map.of("acks", "all", "max.block.ms", "10000")),
                    new StringSerializer(),
                    new ByteArraySerializer());
        }
        return producer;
    }

    private Map<String, Object> settings(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.putAll(given.isEmpty() ? ofTheMall() : given);
        return settings;
    }

    /** What a client of {@link WithMall}'s Kafka needs to reach it, and to do anything there. */
    public static Map<String, Object> ofTheMall() {
        Config config = ConfigProvider.getConfig();
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", config.getValue("kafka.bootstrap.servers", String.class));
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(ADMIN_SETTINGS)) {
                settings.put(name.substring(ADMIN_SETTINGS.length()), config.getValue(name, String.class));
            }
        }
        return settings;
    }

    private static Message parse(Message empty, byte[] payload) {
        try {
            return empty.getParserForType().parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(
                    "unreadable " + empty.getDescriptorForType().getFullName(), e);
        }
    }

    private static Map<String, String> headers(ConsumerRecord<String, byte[]> message) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : message.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }
}
