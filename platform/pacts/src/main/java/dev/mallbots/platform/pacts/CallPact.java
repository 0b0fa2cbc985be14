package dev.mallbots.platform.pacts;

import static dev.mallbots.platform.pacts.PactFiles.CONTENT_TYPE;
import static dev.mallbots.platform.pacts.PactFiles.JSON;

import au.com.dius.pact.core.model.ContentType;
import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.Interaction;
import au.com.dius.pact.core.model.OptionalBody;
import au.com.dius.pact.core.model.ProviderState;
import au.com.dius.pact.core.model.V4Interaction.SynchronousMessages;
import au.com.dius.pact.core.model.matchingrules.MatchingRulesImpl;
import au.com.dius.pact.core.model.v4.MessageContents;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.mallbots.platform.pacts.Clients.Call;
import dev.mallbots.platform.pacts.Reads.Reading;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One gRPC call of a pact file, in one situation of the provider: a synchronous message of the Pact specification. */
record CallPact(Path file, String consumer, String provider, SynchronousMessages call) {

    private static final String METHOD = "grpc-method";
    private static final String STATUS = "grpc-status";
    private static final String FIELDS = "fields";

    /** What a consumer of a call relies on, and the provider has to bring about: the state named by the pact. */
    enum Situation {
        KNOWN("something has these ids"),
        UNKNOWN("nothing has these ids"),
        OUTAGE("the service can't do its work");

        private final String state;

        Situation(String state) {
            this.state = state;
        }
    }

    /** Every pact about gRPC calls in Git. */
    static List<CallPact> all() {
        return PactFiles.files().flatMap(file -> read(file).stream()).toList();
    }

    static List<CallPact> read(Path file) {
        var pact = DefaultPactReader.INSTANCE.loadPact(file.toFile());
        return pact.getInteractions().stream()
                .filter(Interaction::isSynchronousMessages)
                .map(it -> new CallPact(
                        file, pact.getConsumer().getName(), pact.getProvider().getName(), it.asSynchronousMessages()))
                .toList();
    }

    String method() {
        return call.getRequest().getMetadata().get(METHOD).toString();
    }

    Situation situation() {
        String state = call.getProviderStates().getFirst().getName();
        return Stream.of(Situation.values())
                .filter(it -> it.state.equals(state))
                .findFirst()
                .orElseThrow(() -> new AssertionError("unknown state in %s: %s".formatted(file, state)));
    }

    Message request(Message empty) {
        return Projection.read(call.getRequest().getContents().valueAsString(), empty);
    }

    /** What an answer lacks of this pact; empty if it keeps the pact. */
    List<String> broken(Status.Code status, Message answer) {
        MessageContents expected = call.getResponse().getFirst();
        String wanted = expected.getMetadata().get(STATUS).toString();
        if (!status.name().equals(wanted)) {
            return List.of("when %s, the status must be %s and is %s".formatted(situation().state, wanted, status));
        }
        if (!expected.getContents().isPresent()) {
            return List.of();
        }
        Stream<String> shapes = Stream.of(
                        expected.getMetadata().get(FIELDS).toString().split(", "))
                .filter(shape -> !shape.isEmpty())
                .filter(shape -> !Fields.shape(answer.getDescriptorForType(), shape.split(" ", 2)[0])
                        .equals(Optional.of(shape)))
                .map("the answer no longer has the field %s"::formatted);
        return Stream.concat(shapes, PactFiles.differences(expected, answer)).toList();
    }

    /** A call as a consumer makes it, in each situation that it can bear. */
    static List<Interaction> interactions(Call call, Message request) {
        Reading answer = call.answer();
        Descriptor type = answer.empty().getDescriptorForType();
        String shapes = answer.leaves().stream()
                .map(leaf -> Fields.shape(type, leaf).orElseThrow())
                .collect(Collectors.joining(", "));
        var rules = new MatchingRulesImpl();
        PactFiles.bodyRules(answer, rules.addCategory("body"));
        List<Interaction> interactions = new ArrayList<>();
        interactions.add(call(
                call,
                request,
                Situation.KNOWN,
                new MessageContents(
                        json(Projection.ofExample(answer.example())), answered(Status.Code.OK, shapes), rules)));
        call.whenUnknown()
                .ifPresent(status -> interactions.add(call(
                        call,
                        request,
                        Situation.UNKNOWN,
                        status == Status.Code.OK
                                ? new MessageContents(json(Projection.of(answer.empty())), answered(status, ""))
                                : refused(status))));
        interactions.add(call(call, request, Situation.OUTAGE, refused(Status.Code.UNAVAILABLE)));
        return interactions;
    }

    private static Interaction call(Call call, Message request, Situation situation, MessageContents response) {
        Map<String, Object> asked = new TreeMap<>(Map.of(CONTENT_TYPE, JSON, METHOD, call.name()));
        return new SynchronousMessages(
                "%s, %s".formatted(call.name(), situation.state),
                "%s, when %s".formatted(call.method().getBareMethodName(), situation.state),
                null,
                List.of(new ProviderState(situation.state)),
                new TreeMap<>(),
                false,
                new MessageContents(json(Projection.ofExample(request)), asked),
                List.of(response));
    }

    private static Map<String, Object> answered(Status.Code status, String shapes) {
        return new TreeMap<>(Map.of(CONTENT_TYPE, JSON, STATUS, status.name(), FIELDS, shapes));
    }

    private static MessageContents refused(Status.Code status) {
        return new MessageContents(OptionalBody.missing(), new TreeMap<>(Map.of(STATUS, status.name())));
    }

    private static OptionalBody json(String text) {
        return OptionalBody.body(text, ContentType.getJSON());
    }
}
