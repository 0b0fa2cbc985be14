package dev.mallbots.platform.pacts;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Fields that this release does not know: in a message, and in each of its parts. */
final class UnknownFields {

    private static final int NOBODY_USES_IT = 1000;

    private UnknownFields() {}

    /** The same message as a newer release may write it: with a further field, in each part too. */
    static Message addedTo(Message message) {
        Message.Builder newer = message.toBuilder();
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                newer.setField(
                        field.getKey(),
                        field.getValue() instanceof List<?> parts
                                ? parts.stream()
                                        .map(part -> addedTo((Message) part))
                                        .toList()
                                : addedTo((Message) field.getValue()));
            }
        }
        return newer.setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                NOBODY_USES_IT,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFromUtf8("new"))
                                        .build())
                        .build())
                .build();
    }

    /** The numbers of the unknown fields of a message and its parts. */
    static Set<Integer> of(Message message) {
        Set<Integer> unknown = new TreeSet<>(message.getUnknownFields().asMap().keySet());
        message.getAllFields().values().stream()
                .flatMap(value -> value instanceof List<?> several ? several.stream() : Stream.of(value))
                .filter(Message.class::isInstance)
                .forEach(part -> unknown.addAll(of((Message) part)));
        return unknown;
    }
}
