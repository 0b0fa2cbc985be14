package dev.mallbots.platform.pacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.CallPact.Situation;
import dev.mallbots.platform.pacts.Clients.Call;
import dev.mallbots.platform.pacts.PactFiles.Pact;
import dev.mallbots.platform.pacts.Reads.Reading;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of change that a consumer can't bear breaks its pact, and no other change does. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BreakageTest {

    private static final String TOPIC = "mallbots.a.events.Thing";

    /** The message as the consumer knows it: thing_id, name, count and kind, of which it reads all but the name. */
    private static final Descriptor KNOWN = type(
            field("thing_id", Type.TYPE_STRING),
            field("name", Type.TYPE_STRING),
            field("count", Type.TYPE_INT32),
            kind("kind"),
            many("parts"));

    @TempDir
    Path folder;

    @Test
    void a_message_with_all_that_is_read_keeps_the_pact() throws IOException {
        assertThat(broken(KNOWN, TOPIC, OptionalLong.of(7))).isEmpty();
    }

    @Test
    void further_fields_and_the_loss_of_an_unread_field_keep_the_pact() throws IOException {
        Descriptor grown = type(
                field("thing_id", Type.TYPE_STRING),
                field("count", Type.TYPE_INT32),
                kind("kind"),
                many("parts"),
                field("colour", Type.TYPE_STRING));
        assertThat(broken(grown, TOPIC, OptionalLong.of(7))).isEmpty();
    }

    @Test
    void a_removed_field_breaks_the_pact() throws IOException {
        assertThat(broken(
                        type(field("thing_id", Type.TYPE_STRING), kind("kind"), many("parts")),
                        TOPIC,
                        OptionalLong.of(7)))
                .anyMatch(it -> it.contains("count"));
    }

    @Test
    void a_renamed_field_breaks_the_pact() throws IOException {
        Descriptor renamed = type(
                field("thing_id", Type.TYPE_STRING), field("number", Type.TYPE_INT32), kind("kind"), many("parts"));
        assertThat(broken(renamed, TOPIC, OptionalLong.of(7))).anyMatch(it -> it.contains("count"));
    }

    @Test
    void a_retyped_field_breaks_the_pact() throws IOException {
        Descriptor retyped = type(
                field("thing_id", Type.TYPE_STRING), field("count", Type.TYPE_STRING), kind("kind"), many("parts"));
        assertThat(broken(retyped, TOPIC, OptionalLong.of(7))).anyMatch(it -> it.contains("count"));
    }

    @Test
    void a_field_that_the_provider_no_longer_fills_breaks_the_pact() throws IOException {
        Message unfilled = Fields.without(filled(KNOWN), "thing_id");
        assertThat(pact().broken(message(unfilled, TOPIC, OptionalLong.of(7)))).anyMatch(it -> it.contains("thingId"));
    }

    @Test
    void a_list_that_became_empty_breaks_the_pact() throws IOException {
        Message without = Fields.without(filled(KNOWN), "parts");
        assertThat(pact().broken(message(without, TOPIC, OptionalLong.of(7)))).anyMatch(it -> it.contains("parts"));
    }

    @Test
    void a_missing_header_breaks_the_pact() throws IOException {
        assertThat(broken(KNOWN, TOPIC, OptionalLong.empty())).anyMatch(it -> it.contains("ce_sequence"));
    }

    @Test
    void another_topic_breaks_the_pact() throws IOException {
        assertThat(broken(KNOWN, "mallbots.a.events.Item", OptionalLong.of(7))).anyMatch(it -> it.contains("topic"));
    }

    @Test
    void an_answer_with_all_that_is_read_keeps_the_pact() throws IOException {
        assertThat(answers(Situation.KNOWN).broken(Status.Code.OK, filled(KNOWN)))
                .isEmpty();
    }

    @Test
    void a_field_that_an_answer_no_longer_fills_breaks_the_pact() throws IOException {
        assertThat(answers(Situation.KNOWN).broken(Status.Code.OK, Fields.without(filled(KNOWN), "thing_id")))
                .anyMatch(it -> it.contains("thingId"));
    }

    @Test
    void a_renumbered_field_of_an_answer_breaks_the_pact() throws IOException {
        Descriptor renumbered = type(
                field("name", Type.TYPE_STRING),
                field("thing_id", Type.TYPE_STRING),
                field("count", Type.TYPE_INT32),
                kind("kind"),
                many("parts"));
        assertThat(answers(Situation.KNOWN).broken(Status.Code.OK, filled(renumbered)))
                .containsExactly("the answer no longer has the field thing_id = 1 string");
    }

    @Test
    void a_retyped_field_of_an_answer_breaks_the_pact() throws IOException {
        Descriptor retyped = type(
                field("thing_id", Type.TYPE_STRING),
                field("name", Type.TYPE_STRING),
                field("count", Type.TYPE_UINT32),
                kind("kind"),
                many("parts"));
        assertThat(answers(Situation.KNOWN).broken(Status.Code.OK, filled(retyped)))
                .containsExactly("the answer no longer has the field count = 3 int32");
    }

    @Test
    void another_status_breaks_the_pact() throws IOException {
        assertThat(answers(Situation.UNKNOWN).broken(Status.Code.NOT_FOUND, filled(KNOWN)))
                .isEmpty();
        assertThat(answers(Situation.UNKNOWN).broken(Status.Code.INVALID_ARGUMENT, filled(KNOWN)))
                .anyMatch(it -> it.contains("must be NOT_FOUND"));
        assertThat(answers(Situation.OUTAGE).broken(Status.Code.INTERNAL, filled(KNOWN)))
                .anyMatch(it -> it.contains("must be UNAVAILABLE"));
    }

    private CallPact answers(Situation situation) throws IOException {
        Message empty = DynamicMessage.getDefaultInstance(KNOWN);
        MethodDescriptor<Message, Message> method = MethodDescriptor.<Message, Message>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName("mallbots.a.v1.ThingService/GetThing")
                .setRequestMarshaller(ProtoUtils.marshaller(empty))
                .setResponseMarshaller(ProtoUtils.marshaller(empty))
                .build();
        var answer = Reading.of("provider", "", empty, "thing_id", "count", "kind", "parts");
        var call = new Call(method, answer, Optional.of(Status.Code.NOT_FOUND));
        Path file = folder.resolve("pact.json");
        Files.writeString(file, PactFiles.text("consumer", "provider", CallPact.interactions(call, filled(KNOWN))));
        return CallPact.read(file).stream()
                .filter(pact -> pact.situation() == situation)
                .findFirst()
                .orElseThrow();
    }

    private List<String> broken(Descriptor written, String topic, OptionalLong sequence) throws IOException {
        return pact().broken(message(filled(written), topic, sequence));
    }

    private Pact pact() throws IOException {
        List<String> read = Fields.leaves(KNOWN).stream()
                .filter(leaf -> !leaf.equals("name"))
                .toList();
        var reading = new Reading("provider", TOPIC, DynamicMessage.getDefaultInstance(KNOWN), read, Set.of());
        Path file = folder.resolve("pact.json");
        Files.writeString(
                file,
                PactFiles.text("consumer", "provider", List.of(PactFiles.message(reading, Set.of("ce_sequence")))));
        return PactFiles.read(file).getFirst();
    }

    private static Message filled(Descriptor type) {
        return Fields.example(DynamicMessage.getDefaultInstance(type), Fields.leaves(type));
    }

    private static OutgoingMessage message(Message payload, String topic, OptionalLong sequence) {
        var id = new UUID(0, 1);
        return new OutgoingMessage(id, topic, id, payload, sequence, Optional.empty(), Optional.empty());
    }

    private static Descriptor type(FieldDescriptorProto.Builder... fields) {
        var thing = DescriptorProto.newBuilder().setName("Thing");
        for (FieldDescriptorProto.Builder field : fields) {
            thing.addField(field.setNumber(thing.getFieldCount() + 1));
        }
        try {
            return FileDescriptor.buildFrom(
                            FileDescriptorProto.newBuilder()
                                    .setName("thing.proto")
                                    .setSyntax("proto3")
                                    .addMessageType(thing)
                                    .addEnumType(EnumDescriptorProto.newBuilder()
                                            .setName("Kind")
                                            .addValue(value("KIND_UNSPECIFIED", 0))
                                            .addValue(value("KIND_ROUND", 1)))
                                    .build(),
                            new FileDescriptor[0])
                    .findMessageTypeByName("Thing");
        } catch (DescriptorValidationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static EnumValueDescriptorProto.Builder value(String name, int number) {
        return EnumValueDescriptorProto.newBuilder().setName(name).setNumber(number);
    }

    private static FieldDescriptorProto.Builder field(String name, Type type) {
        return FieldDescriptorProto.newBuilder().setName(name).setType(type).setLabel(Label.LABEL_OPTIONAL);
    }

    private static FieldDescriptorProto.Builder many(String name) {
        return field(name, Type.TYPE_STRING).setLabel(Label.LABEL_REPEATED);
    }

    private static FieldDescriptorProto.Builder kind(String name) {
        return field(name, Type.TYPE_ENUM).setTypeName("Kind");
    }
}
