package dev.mallbots.platform.pacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.service.grpc.GrpcErrors;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The real, running service answers the gRPC calls of other services as their pacts say: with a value in every field that they read, and with
 * the status that they expect.
 */
public abstract class AnswerPacts {

    private static final String KEPT = "pacts-kept-calls.txt";

    private final String service;
    private final ServiceDescriptor api;

    /** @param service its name: that of its folder */
    protected AnswerPacts(String service, ServiceDescriptor api) {
        this.service = service;
        this.api = api;
    }

    /** A channel to the running service, for calls with the token of this other service. */
    protected abstract Channel channel(String consumer);

    /**
     * A request with the ids of something that exists.
     *
     * @param method its name in the protobuf file: {@code GetStores}
     */
    protected abstract Message known(String method);

    @Test
    void the_service_answers_as_the_pacts_of_its_consumers_say() throws IOException {
        Results.write(KEPT, List.of());
        List<String> broken = new ArrayList<>();
        Map<String, Boolean> kept = new TreeMap<>();
        for (CallPact pact : CallPact.all()) {
            if (pact.provider().equals(service)) {
                List<String> found = broken(pact);
                found.forEach(it -> broken.add("%s calls %s: %s".formatted(pact.consumer(), pact.method(), it)));
                kept.merge(Results.line(pact.file(), pact.method()), found.isEmpty(), Boolean::logicalAnd);
            }
        }
        assertThat(kept).as("calls with a pact; without any, delete this test").isNotEmpty();
        Results.write(
                KEPT,
                kept.entrySet().stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .toList());
        assertThat(broken).as("broken pacts of the consumers of " + service).isEmpty();
    }

    private List<String> broken(CallPact pact) {
        Optional<MethodDescriptor<?, ?>> method = api.getMethods().stream()
                .<MethodDescriptor<?, ?>>map(it -> it)
                .filter(it -> it.getFullMethodName().equals(pact.method()))
                .findFirst();
        return method.isEmpty() ? List.of("there is no such call") : broken(pact, method.get());
    }

    private List<String> broken(CallPact pact, MethodDescriptor<?, ?> method) {
        Message asked = pact.request(Clients.emptyRequest(method));
        return switch (pact.situation()) {
            case KNOWN -> {
                Message known = known(method.getBareMethodName());
                yield Fields.filled(known).equals(Fields.filled(asked))
                        ? answer(pact, method, known)
                        : List.of("it sends %s, and not %s".formatted(Fields.filled(asked), Fields.filled(known)));
            }
            // nothing has the ids of the example
            case UNKNOWN -> answer(pact, method, asked);
            // the service's own mapping of failures to statuses
            case OUTAGE ->
                pact.broken(
                        Status.fromThrowable(new GrpcErrors().transform(new Unavailable("the database", null)))
                                .getCode(),
                        Clients.emptyAnswer(method));
        };
    }

    @SuppressWarnings("unchecked")
    private List<String> answer(CallPact pact, MethodDescriptor<?, ?> method, Message request) {
        try {
            Message answer = ClientCalls.blockingUnaryCall(
                    channel(pact.consumer()),
                    (MethodDescriptor<Message, Message>) method,
                    CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS),
                    request);
            return pact.broken(Status.Code.OK, answer);
        } catch (StatusRuntimeException refused) {
            return pact.broken(refused.getStatus().getCode(), Clients.emptyAnswer(method));
        }
    }
}
