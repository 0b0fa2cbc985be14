package dev.mallbots.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The messages that are really on the mall's topics are as {@code shared-contracts/asyncapi.yaml} says. */
@Tag("starts-processes")
@ExtendWith(Mall.Open.class)
class MessagesTest {

    private static final String MESSAGES = "#/components/messages/";
    private static final String DEAD_LETTERS = ".dead-letters";

    private final JsonNode document = read();
    private final Map<String, JsonSchema> schemas = new HashMap<>();

    @Test
    void every_message_is_documented_for_its_topic_and_has_the_documented_headers_key_and_fields() {
        Belongings.of(UUID.randomUUID(), UUID.randomUUID());
        Set<String> silent = new TreeSet<>();
        document.path("channels").fieldNames().forEachRemaining(silent::add);
        silent.removeIf(topic -> topic.endsWith(DEAD_LETTERS));
        List<String> unlike = new ArrayList<>();

        for (ConsumerRecord<String, byte[]> record : records()) {
            if (isRubbishOfATest(record)) {
                continue;
            }
            silent.remove(record.topic());
            problems(record)
                    .map(problem -> "%s: %s".formatted(record.topic(), problem))
                    .forEach(unlike::add);
        }

        assertThat(unlike).as("messages that are not as the document says").isEmpty();
        assertThat(silent).as("topics without any message").isEmpty();
    }

    private static boolean isRubbishOfATest(ConsumerRecord<String, byte[]> record) {
        return !record.topic().endsWith(DEAD_LETTERS)
                && headers(record).path("ce_id").asText().equals(ClientStates.RUBBISH);
    }

    private Stream<String> problems(ConsumerRecord<String, byte[]> record) {
        if (record.topic().endsWith(DEAD_LETTERS)) {
            return validate("deadLetter", headers(record));
        }
        String type = headers(record).path("ce_type").asText();
        if (!typesOf(record.topic()).contains(type)) {
            return Stream.of("undocumented type '%s'".formatted(type));
        }
        Stream<String> key = Stream.of(record.key())
                .filter(it -> !it.equals(headers(record).path("ce_subject").asText()))
                .map("%s has another key than ce_subject: "::concat);
        return Stream.of(key, validate(type, headers(record)), payloadProblems(type, record.value()))
                .flatMap(problem -> problem);
    }

    private Set<String> typesOf(String topic) {
        Set<String> types = new TreeSet<>();
        document.path("channels")
                .path(topic)
                .path("messages")
                .forEach(message -> types.add(message.path("$ref").asText().replace(MESSAGES, "")));
        return types;
    }

    private Stream<String> validate(String message, JsonNode headers) {
        return schemas.computeIfAbsent(message, this::schemaOfHeaders).validate(headers).stream()
                .map(problem -> "%s: header %s".formatted(message, problem));
    }

    /** A message's own headers, and those of its traits. */
    private JsonSchema schemaOfHeaders(String name) {
        JsonNode message = document.at("/components/messages").path(name);
        ObjectNode schema = Mall.JSON.createObjectNode();
        schema.putArray("allOf").add(message.path("headers"));
        message.path("traits")
                .forEach(trait -> schema.withArrayProperty("allOf")
                        .add(document.at(trait.path("$ref").asText().substring(1))
                                .path("headers")));
        schema.putObject("components").set("schemas", document.at("/components/schemas"));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(
                        schema,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    private static Stream<String> payloadProblems(String type, byte[] payload) {
        try {
            return hasUnknownFields(DynamicMessage.parseFrom(descriptor(type), payload))
                    ? Stream.of(type + " has fields that its protobuf file has not")
                    : Stream.empty();
        } catch (InvalidProtocolBufferException unreadable) {
            return Stream.of("%s can't be read: %s".formatted(type, unreadable.getMessage()));
        }
    }

    private static boolean hasUnknownFields(Message message) {
        return !message.getUnknownFields().asMap().isEmpty()
                || message.getAllFields().values().stream()
                        .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value))
                        .anyMatch(value -> value instanceof Message part && hasUnknownFields(part));
    }

    private static Descriptor descriptor(String type) {
        try {
            return (Descriptor) Class.forName(type.replaceFirst("^mallbots", "dev.mallbots.contracts"))
                    .getMethod("getDescriptor")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("The protobuf files have no " + type, e);
        }
    }

    private static JsonNode headers(ConsumerRecord<String, byte[]> record) {
        ObjectNode headers = Mall.JSON.createObjectNode();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    /** All that are on the topics of the document now. */
    private List<ConsumerRecord<String, byte[]>> records() {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> kafka = new KafkaConsumer<>(
                Mall.get().kafkaSettings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            document.path("channels")
                    .fieldNames()
                    .forEachRemaining(topic -> kafka.partitionsFor(topic)
                            .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
            kafka.assign(partitions);
            kafka.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = kafka.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> kafka.position(partition) < ends.get(partition))) {
                kafka.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper()
                    .readTree(Files.readString(
                            Path.of(System.getProperty("contract.project"), "shared-contracts", "asyncapi.yaml")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
