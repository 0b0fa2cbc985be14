package dev.mallbots.load;

import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes unreadable commands, and discards the dead letters that they become. */
final class Rubbish implements AutoCloseable {

    private static final List<String> HEARERS = List.of("customers", "ordering", "payments", "depot");

    /** The number of commands in each round. */
    static final int PIECES = HEARERS.size();

    private final Mall mall;
    private final Client client;
    private final KafkaProducer<String, byte[]> producer;

    Rubbish(Mall mall, Client client) {
        this.mall = mall;
        this.client = client;
        this.producer =
                new KafkaProducer<>(mall.kafkaSettings(Map.of()), new StringSerializer(), new ByteArraySerializer());
    }

    /** One for each service that consumes commands. */
    void send() throws Exception {
        for (String service : HEARERS) {
            producer.send(new ProducerRecord<>(
                            "mallbots.%s.commands".formatted(service),
                            UUID.randomUUID().toString(),
                            "no envelope".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    /** A failure is left to the next round. */
    void discard() throws Exception {
        for (String service : HEARERS) {
            for (String id : mall.texts(service, "select id from dead_letter where discarded_at is null")) {
                String discard = "/api/ops/%s/dead-letters/%s/discard".formatted(service, id);
                Client.await(client.call(HttpMethod.POST, discard, "{\"reason\":\"rubbish\"}")
                        .otherwiseEmpty());
            }
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
