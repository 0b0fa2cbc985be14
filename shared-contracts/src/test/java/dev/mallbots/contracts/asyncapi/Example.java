package dev.mallbots.contracts.asyncapi;

import static dev.mallbots.contracts.asyncapi.Parts.mapOf;
import static java.util.Map.entry;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.mallbots.contracts.Contracts;
import dev.mallbots.contracts.asyncapi.Topic.Purpose.Commands;
import dev.mallbots.contracts.asyncapi.Topic.Purpose.DeadLetters;
import dev.mallbots.contracts.asyncapi.Topic.Purpose.Events;
import dev.mallbots.contracts.asyncapi.Topic.Purpose.Replies;
import dev.mallbots.contracts.asyncapi.Traffic.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.yaml.snakeyaml.Yaml;

/** An example of a type of message: the payload that its sender recorded last, and headers as its sender writes them. */
final class Example {

    /** The key of a command or a reply whose payload does not name its order. */
    private static final UUID ORDER = named("order");

    private Example() {}

    static Map<String, Object> of(Descriptor type, Reading reading) {
        DynamicMessage recorded = recorded(reading.provider(), type);
        return mapOf(
                entry("name", type.getName()),
                entry("headers", headers(type, reading, key(recorded, reading.topic()))),
                entry("payload", json(recorded)));
    }

    private static Map<String, Object> headers(Descriptor type, Reading reading, UUID key) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", named(type.getFullName()).toString());
        headers.put("ce_source", "/services/" + reading.provider());
        headers.put("ce_type", type.getFullName());
        headers.put("ce_subject", key.toString());
        headers.put("ce_time", "2026-01-02T03:04:05Z");
        headers.put("ce_dataschema", "urn:protobuf:" + type.getFullName());
        switch (reading.topic().purpose()) {
            case Events events -> headers.put("ce_sequence", "1");
            case Commands() -> {
                headers.put("ce_correlationid", key.toString());
                headers.put("ce_replyto", Topic.ofReplies(reading.provider()));
            }
            case Replies() -> {
                headers.put("ce_correlationid", key.toString());
                headers.put("ce_causationid", named("command").toString());
            }
            case DeadLetters() -> {}
        }
        headers.put("content-type", "application/protobuf");
        return headers;
    }

    /** An event begins with the id of its aggregate. */
    private static UUID key(DynamicMessage recorded, Topic topic) {
        Descriptor type = recorded.getDescriptorForType();
        FieldDescriptor field =
                topic.purpose() instanceof Events ? type.findFieldByNumber(1) : type.findFieldByName("order_id");
        return field == null ? ORDER : UUID.fromString(recorded.getField(field).toString());
    }

    private static UUID named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The newest recorded version. */
    private static DynamicMessage recorded(String provider, Descriptor type) {
        String bytes = Contracts.lines(Path.of("recorded", provider + ".txt")).stream()
                .map(line -> line.split(" ", 2))
                .filter(words -> words[0].equals(type.getFullName()))
                .map(words -> words.length == 1 ? "" : words[1])
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new AssertionError(
                        "recorded/%s.txt has no %s: run make pacts.".formatted(provider, type.getFullName())));
        try {
            return DynamicMessage.parseFrom(type, Base64.getDecoder().decode(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(type.getFullName(), e);
        }
    }

    private static Map<String, Object> json(DynamicMessage message) {
        try {
            return new Yaml().load(JsonFormat.printer().print(message));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(message.getDescriptorForType().getFullName(), e);
        }
    }
}
