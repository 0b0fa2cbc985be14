package dev.mallbots.chaos;

import dev.mallbots.deployments.Deployment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes repeated, late and unreadable messages on the services' topics, each with a mark. */
final class Intruder implements Runnable {

    private static final int REMEMBERED = 20_000;
    private static final int RECENT = 30;
    /** A first field with a length beyond the end of the message. */
    private static final byte[] CUT_OFF = {0x0a, 0x7f};

    private final Deployment deployment;
    private final List<String> topics;
    private final Random random;
    private final Instant end;
    private final List<Said> heard = new ArrayList<>();

    Intruder(Deployment deployment, List<String> topics, long seed, Instant end) {
        this.deployment = deployment;
        this.topics = topics;
        this.random = new Random(seed);
        this.end = end;
    }

    @Override
    public void run() {
        try (var consumer = new KafkaConsumer<>(
                        deployment.kafkaSettings(Map.of("auto.offset.reset", "earliest")),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(
                        deployment.kafkaSettings(Map.of("acks", "all", "max.block.ms", "2000")),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            consumer.assign(topics.stream()
                    .flatMap(topic -> List.of(0, 1, 2).stream().map(number -> new TopicPartition(topic, number)))
                    .toList());
            while (Instant.now().isBefore(end)) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> remember(Said.of(record)));
                if (!heard.isEmpty()) {
                    say(producer, something());
                }
                Caller.sleep(Duration.ofMillis(random.nextInt(600)));
            }
        }
    }

    private static void say(KafkaProducer<String, byte[]> producer, ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record);
        } catch (KafkaException e) {
            // Kafka is down: the message is not sent
        }
    }

    private void remember(Said said) {
        if (said.ours().isEmpty() && heard.size() < REMEMBERED) {
            heard.add(said);
        }
    }

    private ProducerRecord<String, byte[]> something() {
        int dice = random.nextInt(100);
        if (dice < 45) {
            return again(heard.get(heard.size() - 1 - random.nextInt(Math.min(RECENT, heard.size()))));
        }
        if (dice < 70) {
            return again(any());
        }
        List<Said> replies =
                heard.stream().filter(said -> said.topic().endsWith(".replies")).toList();
        if (dice < 85 && !replies.isEmpty()) {
            return secondReply(replies.get(random.nextInt(replies.size())));
        }
        return rubbish(Said.Kind.values()[2 + random.nextInt(4)]);
    }

    private Said any() {
        return heard.get(random.nextInt(heard.size()));
    }

    private static ProducerRecord<String, byte[]> again(Said said) {
        return record(said.topic(), said.key(), said.payload(), said.headers(), Said.Kind.DUPLICATE);
    }

    private static ProducerRecord<String, byte[]> secondReply(Said reply) {
        Map<String, String> headers = new HashMap<>(reply.headers());
        headers.put("ce_id", UUID.randomUUID().toString());
        return record(reply.topic(), reply.key(), reply.payload(), headers, Said.Kind.SECOND_REPLY);
    }

    private ProducerRecord<String, byte[]> rubbish(Said.Kind kind) {
        Said like = any();
        // half of them with the key of a real aggregate
        String key = random.nextBoolean() ? like.key() : UUID.randomUUID().toString();
        Map<String, String> headers = new HashMap<>(like.headers());
        headers.put("ce_id", UUID.randomUUID().toString());
        return switch (kind) {
            case NOISE -> record(like.topic(), key, "no sense at all".getBytes(StandardCharsets.UTF_8), Map.of(), kind);
            case NOTHING -> record(like.topic(), key, null, headers, kind);
            case BROKEN -> record(like.topic(), key, CUT_OFF, headers, kind);
            case FROM_THE_FUTURE -> {
                headers.put("ce_type", "mallbots.future.v1.SomethingNew");
                yield record(like.topic(), key, CUT_OFF, headers, kind);
            }
            case DUPLICATE, SECOND_REPLY -> throw new IllegalArgumentException(kind + " is not rubbish");
        };
    }

    private static ProducerRecord<String, byte[]> record(
            String topic, String key, byte[] payload, Map<String, String> headers, Said.Kind kind) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, payload);
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        record.headers().add(Said.OURS, kind.name().getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
