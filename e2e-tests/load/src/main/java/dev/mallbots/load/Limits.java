package dev.mallbots.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The limits of the machine, with the mall's own PostgreSQL and Kafka, without the mall's code. */
final class Limits {

    private static final Duration LENGTH = Duration.ofSeconds(5);
    private static final int ROW = 500;

    private final Mall mall;

    Limits(Mall mall) {
        this.mall = mall;
    }

    void prepare() throws Exception {
        mall.execute("postgres", "create database load_limit");
        mall.execute(
                "load_limit", "create table one (id bigint generated always as identity primary key, content bytea)");
        mall.execute(
                "load_limit", "create table other (id bigint generated always as identity primary key, content bytea)");
        mall.makeTopic("load.limit", 3);
    }

    /** Transactions of two rows a second: begin, insert, insert, commit, each awaited. */
    double commits(int connections) throws Exception {
        long end = System.nanoTime() + LENGTH.toNanos();
        AtomicLong committed = new AtomicLong();
        List<Callable<Void>> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            clients.add(() -> commitUntil(end, committed));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (Future<Void> client : threads.invokeAll(clients)) {
                client.get();
            }
        }
        return committed.get() / (double) LENGTH.toSeconds();
    }

    private Void commitUntil(long end, AtomicLong committed) throws SQLException {
        byte[] content = new byte[ROW];
        ThreadLocalRandom.current().nextBytes(content);
        try (Connection connection = mall.connect("load_limit");
                PreparedStatement one = connection.prepareStatement("insert into one (content) values (?)");
                PreparedStatement other = connection.prepareStatement("insert into other (content) values (?)")) {
            connection.setAutoCommit(false);
            one.setBytes(1, content);
            other.setBytes(1, content);
            while (System.nanoTime() < end) {
                one.executeUpdate();
                other.executeUpdate();
                connection.commit();
                committed.incrementAndGet();
            }
        }
        return null;
    }

    /** Messages of this size that Kafka takes a second, with the relay's acknowledgement settings. */
    double produced(int size) {
        AtomicLong acknowledged = new AtomicLong();
        byte[] content = new byte[size];
        ThreadLocalRandom.current().nextBytes(content);
        long start = System.nanoTime();
        try (var producer = new KafkaProducer<>(
                mall.kafkaSettings(Map.of("acks", "all", "enable.idempotence", true)),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (long i = 0; System.nanoTime() - start < LENGTH.toNanos(); i++) {
                producer.send(new ProducerRecord<>("load.limit", "" + i % 1000, content), (metadata, failure) -> {
                    if (failure == null) {
                        acknowledged.incrementAndGet();
                    }
                });
            }
        }
        return acknowledged.get() * 1e9 / (System.nanoTime() - start);
    }
}
