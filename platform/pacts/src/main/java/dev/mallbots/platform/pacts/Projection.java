package dev.mallbots.platform.pacts;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;

/** A protobuf message as JSON. A field without a value is written with its default, because a consumer can't tell the two apart. */
final class Projection {

    private static final JsonFormat.Printer JSON =
            JsonFormat.printer().omittingInsignificantWhitespace().alwaysPrintFieldsWithNoPresence();
    private static final JsonFormat.Printer ONLY_VALUES = JsonFormat.printer().omittingInsignificantWhitespace();

    private Projection() {}

    static String of(Message message) {
        return print(JSON, message);
    }

    /** Only the fields with a value: an example. */
    static String ofExample(Message message) {
        return print(ONLY_VALUES, message);
    }

    static Message read(String json, Message empty) {
        try {
            Message.Builder message = empty.newBuilderForType();
            JsonFormat.parser().merge(json, message);
            return message.build();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("not a " + empty.getDescriptorForType().getFullName() + ": " + json, e);
        }
    }

    private static String print(JsonFormat.Printer printer, Message message) {
        try {
            return printer.print(message);
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
