package dev.mallbots.contracts;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All files in src/main/proto, as descriptors. */
public final class Contracts {

    public static final Path PROTO = Path.of("src", "main", "proto");

    static final List<FileDescriptor> FILES = List.of(
            dev.mallbots.contracts.common.v1.MoneyProto.getDescriptor(),
            dev.mallbots.contracts.common.v1.PagingProto.getDescriptor(),
            dev.mallbots.contracts.common.v1.Replies.getDescriptor(),
            dev.mallbots.contracts.stores.v1.Events.getDescriptor(),
            dev.mallbots.contracts.stores.v1.Api.getDescriptor(),
            dev.mallbots.contracts.customers.v1.Events.getDescriptor(),
            dev.mallbots.contracts.customers.v1.Commands.getDescriptor(),
            dev.mallbots.contracts.customers.v1.Api.getDescriptor(),
            dev.mallbots.contracts.baskets.v1.Events.getDescriptor(),
            dev.mallbots.contracts.baskets.v1.Api.getDescriptor(),
            dev.mallbots.contracts.ordering.v1.Events.getDescriptor(),
            dev.mallbots.contracts.ordering.v1.Commands.getDescriptor(),
            dev.mallbots.contracts.ordering.v1.Api.getDescriptor(),
            dev.mallbots.contracts.payments.v1.Events.getDescriptor(),
            dev.mallbots.contracts.payments.v1.Commands.getDescriptor(),
            dev.mallbots.contracts.payments.v1.Api.getDescriptor(),
            dev.mallbots.contracts.depot.v1.Events.getDescriptor(),
            dev.mallbots.contracts.depot.v1.Commands.getDescriptor(),
            dev.mallbots.contracts.depot.v1.Api.getDescriptor(),
            dev.mallbots.contracts.ordersaga.v1.Api.getDescriptor(),
            dev.mallbots.contracts.notifications.v1.Api.getDescriptor(),
            dev.mallbots.contracts.search.v1.Api.getDescriptor(),
            dev.mallbots.contracts.analytics.v1.Api.getDescriptor());

    private Contracts() {}

    /** Messages that are sent through Kafka: those of the message files that are no part of another message. */
    public static List<Descriptor> travelling() {
        return FILES.stream()
                .filter(file -> file.getName().matches(".*/(events|commands|replies)\\.proto"))
                .flatMap(file -> file.getMessageTypes().stream().filter(standsAlone(file)))
                .toList();
    }

    private static Predicate<Descriptor> standsAlone(FileDescriptor file) {
        List<Descriptor> parts = file.getMessageTypes().stream()
                .flatMap(message -> message.getFields().stream())
                .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                .map(FieldDescriptor::getMessageType)
                .toList();
        return message -> !parts.contains(message);
    }

    static List<Descriptor> messages() {
        return FILES.stream().flatMap(file -> file.getMessageTypes().stream()).toList();
    }

    static List<FieldDescriptor> fields() {
        return messages().stream()
                .flatMap(message -> message.getFields().stream())
                .toList();
    }

    static List<ServiceDescriptor> services() {
        return FILES.stream().flatMap(file -> file.getServices().stream()).toList();
    }

    /** Everything that must not change, as lines. */
    static List<String> shape() {
        Stream<String> fields = fields().stream()
                .map(field -> "%s = %d %s"
                        .formatted(
                                field.getFullName(),
                                field.getNumber(),
                                (field.isRepeated() ? "repeated " : "") + typeOf(field)));
        Stream<String> messages = messages().stream().map(Descriptor::getFullName);
        Stream<String> values = FILES.stream()
                .flatMap(file -> file.getEnumTypes().stream())
                .flatMap(type -> type.getValues().stream())
                .map(value ->
                        "%s.%s = %d".formatted(value.getType().getFullName(), value.getName(), value.getNumber()));
        Stream<String> calls = services().stream()
                .flatMap(service -> service.getMethods().stream())
                .map(call -> "%s(%s) %s"
                        .formatted(
                                call.getFullName(),
                                call.getInputType().getFullName(),
                                call.getOutputType().getFullName()));
        return Stream.of(messages, fields, values, calls)
                .flatMap(lines -> lines)
                .sorted()
                .toList();
    }

    private static String typeOf(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
                field.getType().name().toLowerCase();
        };
    }

    public static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
