package dev.mallbots.platform.pacts;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The leaves of a protobuf message, by their paths: {@code items.price.amount}. A repeated field has one element in an example; a change
 * of a leaf changes it in every element.
 */
final class Fields {

    private Fields() {}

    /** The paths of every leaf of a message type, in the order of its fields. */
    static List<String> leaves(Descriptor type) {
        return type.getFields().stream()
                .flatMap(field -> part(field).map(Fields::leaves).orElse(List.of("")).stream()
                        .map(rest -> rest.isEmpty() ? field.getName() : field.getName() + "." + rest))
                .toList();
    }

    /** The paths of every leaf at or below a path. */
    static List<String> leaves(Descriptor type, String path) {
        List<String> found = leaves(type).stream()
                .filter(leaf -> leaf.equals(path) || leaf.startsWith(path + "."))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("%s has no field %s".formatted(type.getFullName(), path));
        }
        return found;
    }

    /** An example with a value for each of these leaves and for nothing else. */
    static Message example(Message empty, List<String> leaves) {
        Message example = empty;
        for (String leaf : leaves) {
            example = with(example, leaf);
        }
        return example;
    }

    /** The same message with a value for this leaf. */
    static Message with(Message message, String path) {
        return at(message, steps(path), true, field -> Optional.of(sample(field)));
    }

    /** The same message without a value for this leaf. */
    static Message without(Message message, String path) {
        return at(message, steps(path), false, field -> Optional.empty());
    }

    /** The paths of every leaf with a value. */
    static List<String> filled(Message message) {
        return leaves(message.getDescriptorForType()).stream()
                .filter(leaf -> !without(message, leaf).equals(message))
                .toList();
    }

    /** A leaf as its bytes depend on it: {@code products.price.amount = 1.6.1 string}; empty if the type has no such leaf. */
    static Optional<String> shape(Descriptor type, String leaf) {
        if (!leaves(type).contains(leaf)) {
            return Optional.empty();
        }
        List<FieldDescriptor> fields = fields(type, leaf);
        String numbers = fields.stream()
                .map(field -> Integer.toString(field.getNumber()))
                .collect(Collectors.joining("."));
        return Optional.of("%s = %s %s"
                .formatted(leaf, numbers, fields.getLast().getType().name().toLowerCase(Locale.ROOT)));
    }

    /** The fields from the message to a leaf. */
    static List<FieldDescriptor> fields(Descriptor type, String path) {
        List<FieldDescriptor> fields = new ArrayList<>();
        Descriptor current = type;
        for (String name : steps(path)) {
            FieldDescriptor field = current.findFieldByName(name);
            fields.add(field);
            current = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
        }
        return fields;
    }

    private static List<String> steps(String path) {
        return List.of(path.split("\\."));
    }

    private static Message at(
            Message message, List<String> steps, boolean create, Function<FieldDescriptor, Optional<Object>> value) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(steps.getFirst());
        Message.Builder changed = message.toBuilder();
        if (steps.size() == 1) {
            changed.clearField(field);
            value.apply(field).ifPresent(it -> changed.setField(field, field.isRepeated() ? List.of(it) : it));
            return changed.build();
        }
        List<String> rest = steps.subList(1, steps.size());
        UnaryOperator<Message> deeper = part -> at(part, rest, create, value);
        if (field.isRepeated()) {
            List<?> parts = (List<?>) message.getField(field);
            Stream<?> present = parts.isEmpty() && create
                    ? Stream.of(message.newBuilderForType()
                            .newBuilderForField(field)
                            .build())
                    : parts.stream();
            changed.setField(
                    field, present.map(part -> deeper.apply((Message) part)).toList());
        } else if (message.hasField(field) || create) {
            changed.setField(field, deeper.apply((Message) message.getField(field)));
        }
        return changed.build();
    }

    /** The type of a field's parts; empty for a leaf. A timestamp is one value in JSON, so it is a leaf. */
    private static Optional<Descriptor> part(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !isTimestamp(field)
                ? Optional.of(field.getMessageType())
                : Optional.empty();
    }

    static boolean isTimestamp(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().equals(Timestamp.getDescriptor());
    }

    static boolean isId(FieldDescriptor field) {
        return field.getName().equals("id") || field.getName().endsWith("_id");
    }

    /** The id of a Thing, and the thing_id of a message that refers to it, have one value in examples: code may look for it. */
    private static String nameOfId(FieldDescriptor field) {
        return field.getName().equals("id")
                ? field.getContainingType().getName().toLowerCase(Locale.ROOT) + "_id"
                : field.getName();
    }

    static boolean isAmount(FieldDescriptor field) {
        return field.getFullName().equals("mallbots.common.v1.Money.amount");
    }

    static boolean isCurrency(FieldDescriptor field) {
        return field.getFullName().equals("mallbots.common.v1.Money.currency");
    }

    /** A value that differs from the default. */
    private static Object sample(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> text(field);
            case INT -> 2;
            case LONG -> 2L;
            case BOOLEAN -> true;
            case ENUM -> field.getEnumType().getValues().getLast();
            case MESSAGE -> Timestamp.newBuilder().setSeconds(1_767_225_600).build();
            case FLOAT, DOUBLE, BYTE_STRING ->
                throw new IllegalArgumentException("no contract has a field like " + field.getFullName());
        };
    }

    private static String text(FieldDescriptor field) {
        if (isId(field)) {
            return UUID.nameUUIDFromBytes(nameOfId(field).getBytes(StandardCharsets.UTF_8))
                    .toString();
        }
        if (isAmount(field)) {
            return "12.5";
        }
        return isCurrency(field) ? "EUR" : field.getName().replace('_', ' ');
    }
}
