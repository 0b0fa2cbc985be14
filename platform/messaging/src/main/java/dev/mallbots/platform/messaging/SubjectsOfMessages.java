package dev.mallbots.platform.messaging;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.mallbots.platform.messaging.ReceivedMessage.Readable;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the payloads only if a store asks for one of their fields. */
record SubjectsOfMessages(List<Readable> messages, Subscriptions subscriptions) implements UnitOfWork.Subjects {

    private static final Pattern UUID_TEXT = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    /** Most keys are the id of an aggregate or of a process. */
    @Override
    public Set<UUID> keys() {
        return ids(messages.stream().map(message -> message.context().key()));
    }

    @Override
    public Set<UUID> named(String field) {
        return ids(messages.stream().flatMap(this::payload).flatMap(payload -> value(payload, field)));
    }

    private static Set<UUID> ids(Stream<String> texts) {
        return texts.filter(text -> text != null && UUID_TEXT.matcher(text).matches())
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    /** Without payloads that can't be read: their handling reports them. */
    private Stream<Message> payload(Readable message) {
        return subscriptions.to(message.context().type()).stream().flatMap(subscription -> {
            try {
                return Stream.of(subscription.parse(message.record().value()));
            } catch (InvalidProtocolBufferException unreadable) {
                return Stream.empty();
            }
        });
    }

    private static Stream<String> value(Message payload, String name) {
        FieldDescriptor field = payload.getDescriptorForType().findFieldByName(name);
        return field != null && field.getType() == FieldDescriptor.Type.STRING && !field.isRepeated()
                ? Stream.of((String) payload.getField(field))
                : Stream.empty();
    }
}
