package dev.mallbots.load;

import dev.mallbots.contracts.customers.v1.AuthorizeCustomer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One relay and one consumer, each with many waiting messages: those of customers, whose consumer claims a message, reads a customer and
 * replies.
 */
final class Lanes {

    private static final String SERVICE = "customers";
    private static final String RELAYED = "load.relayed";
    private static final String REPLIES = "load.replies";

    /** A message like the saga's commands, for a topic without consumers. */
    private static final String FILL_OUTBOX = """
            insert into outbox (topic, key, headers, payload)
            select '%s', gen_random_uuid()::text, jsonb_build_object(
                'ce_specversion', '1.0', 'ce_id', gen_random_uuid(), 'ce_source', '/services/customers', 'ce_type', 'mallbots.customers.v1.CustomerRegistered',
                'ce_subject', gen_random_uuid(), 'ce_time', now(), 'ce_dataschema', 'urn:protobuf:mallbots.customers.v1.CustomerRegistered',
                'content-type', 'application/protobuf', 'ce_sequence', '1', 'ce_correlationid', gen_random_uuid(), 'ce_causationid', gen_random_uuid(),
                'traceparent', '00-' || replace(gen_random_uuid()::text, '-', '') || '-00f067aa0ba902b7-01'), decode(repeat('61', 100), 'hex')
            from generate_series(1, %d)
            """;

    /**
     * @param perSecond from the first message to the last
     * @param cpuPerMessage milliseconds of the service, PostgreSQL and Kafka together
     * @param ofService the service's part of it
     */
    record Result(
            int messages,
            double perSecond,
            double cpuPerMessage,
            double ofService,
            double ofPostgres,
            double ofKafka) {}

    private final Mall mall;
    private final int backlog;

    Lanes(Mall mall, int backlog) {
        this.mall = mall;
        this.backlog = backlog;
    }

    void prepare() throws Exception {
        for (String topic : List.of(RELAYED, REPLIES)) {
            mall.makeTopic(topic, 3);
            mall.letWrite(SERVICE, topic);
        }
    }

    /** All rows become visible at once, with their commit. */
    Result relay() throws Exception {
        mall.execute(SERVICE, "checkpoint");
        long all = mall.size(RELAYED) + backlog;
        Usage before;
        try (var connection = mall.connect(SERVICE);
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(FILL_OUTBOX.formatted(RELAYED, backlog));
            before = mall.usage();
            connection.commit();
        }
        // a query of the outbox would make PostgreSQL scan all deleted rows
        while (mall.size(RELAYED) < all) {
            Thread.sleep(100);
        }
        return result(before, RELAYED, backlog);
    }

    /** The service is frozen while the messages are sent, and then resumed. */
    Result consumer(List<String> customers) throws Exception {
        int count = backlog / 4;
        long all = mall.size(REPLIES) + count;
        mall.fleet().signal(SERVICE, "STOP");
        try {
            send(customers, count);
        } finally {
            mall.fleet().signal(SERVICE, "CONT");
        }
        Usage before = mall.usage();
        while (mall.size(REPLIES) < all) {
            Thread.sleep(100);
        }
        return result(before, REPLIES, count);
    }

    private void send(List<String> customers, int count) {
        try (var producer = new KafkaProducer<>(
                mall.kafkaSettings(Map.of("acks", "all")), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(command(customers.get(i % customers.size())));
            }
        }
    }

    private static ProducerRecord<String, byte[]> command(String customer) {
        String order = UUID.randomUUID().toString();
        String type = AuthorizeCustomer.getDescriptor().getFullName();
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                "mallbots.customers.commands",
                order,
                AuthorizeCustomer.newBuilder()
                        .setCustomerId(customer)
                        .setOrderId(order)
                        .build()
                        .toByteArray());
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        UUID.randomUUID().toString(),
                        "ce_source",
                        "/services/order-saga",
                        "ce_type",
                        type,
                        "ce_subject",
                        order,
                        "ce_time",
                        "2026-01-01T00:00:00Z",
                        "ce_dataschema",
                        "urn:protobuf:" + type,
                        "ce_correlationid",
                        order,
                        "ce_replyto",
                        REPLIES)
                .forEach((name, value) -> record.headers().add(name, value.getBytes()));
        record.headers().add("traceparent", traceparent().getBytes());
        return record;
    }

    private static String traceparent() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "00-%016x%016x-%016x-01".formatted(random.nextLong(), random.nextLong() | 1, random.nextLong() | 1);
    }

    /** The records' own timestamps show when the relay sent the first and the last; no consumer runs meanwhile. */
    private Result result(Usage before, String topic, int count) {
        Usage used = mall.usage().since(before);
        List<Long> times = times(topic);
        long first = times.get(times.size() - count);
        long last = times.getLast();
        double ofService = used.cpu().get(SERVICE) / count;
        double ofPostgres = used.cpu().get("postgres") / count;
        double ofKafka = used.cpu().get("kafka") / count;
        return new Result(
                count,
                count * 1000.0 / Math.max(1, last - first),
                ofService + ofPostgres + ofKafka,
                ofService,
                ofPostgres,
                ofKafka);
    }

    private List<Long> times(String topic) {
        try (var consumer = new KafkaConsumer<>(
                mall.kafkaSettings(Map.of()), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long all = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(end -> end)
                    .sum();
            List<Long> times = new ArrayList<>((int) all);
            while (times.size() < all) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> times.add(record.timestamp()));
            }
            times.sort(null);
            return times;
        }
    }
}
