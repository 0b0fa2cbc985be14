package dev.mallbots.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Consumes the topic of orders as any service does: an order is approved when its message arrives here. It does not poll orders, so the
 * measurement causes no load on ordering.
 */
final class Orders implements AutoCloseable {

    private static final String TOPIC = "mallbots.ordering.events.Order";

    /** Called when an awaited order is approved or rejected, on one thread of its own. */
    interface Outcome {
        void known(boolean approved, long nanos);
    }

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, Outcome> awaited = new ConcurrentHashMap<>();
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    Orders(Mall mall) {
        consumer = new KafkaConsumer<>(
                mall.kafkaSettings(Map.of("auto.offset.reset", "latest")),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                .map(info -> new TopicPartition(TOPIC, info.partition()))
                .toList();
        consumer.assign(partitions);
        partitions.forEach(consumer::position);
        thread = Thread.ofPlatform().name("orders").start(this::listen);
    }

    /** Must be called before its basket is checked out. */
    void await(String order, Outcome outcome) {
        awaited.put(order, outcome);
    }

    void forget(String order) {
        awaited.remove(order);
    }

    /** The number of collected orders so far, awaited or not. */
    int ready() {
        return ready.get();
    }

    /** The mean size of a message about an order, with key and headers. */
    int meanSize() {
        return (int) (bytes.get() / Math.max(1, records.get()));
    }

    private void listen() {
        while (!closed) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                hear(record, System.nanoTime());
            }
        }
        consumer.close();
    }

    private void hear(ConsumerRecord<String, byte[]> record, long nanos) {
        String type = "";
        int size = record.serializedKeySize() + record.serializedValueSize();
        for (Header header : record.headers()) {
            size += header.key().length() + header.value().length;
            if (header.key().equals("ce_type")) {
                type = new String(header.value());
            }
        }
        records.incrementAndGet();
        bytes.addAndGet(size);
        switch (type.substring(type.lastIndexOf('.') + 1)) {
            case "OrderApproved" -> known(record.key(), true, nanos);
            case "OrderRejected" -> known(record.key(), false, nanos);
            case "OrderReadied" -> ready.incrementAndGet();
            default -> {}
        }
    }

    private void known(String order, boolean approved, long nanos) {
        Outcome outcome = awaited.remove(order);
        if (outcome != null) {
            outcome.known(approved, nanos);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
