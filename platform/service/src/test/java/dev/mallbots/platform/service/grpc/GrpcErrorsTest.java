package dev.mallbots.platform.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.BadRequest;
import dev.mallbots.platform.service.grpc.probe.AskReply;
import dev.mallbots.platform.service.grpc.probe.AskRequest;
import dev.mallbots.platform.service.grpc.probe.ProbeGrpc;
import dev.mallbots.platform.testing.WithTokens;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTokens
class GrpcErrorsTest {

    private static final String ID = "0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e10";

    @TestHTTPResource
    URL http;

    ManagedChannel channel;

    @BeforeEach
    void connect_to_the_port_of_http() {
        channel = ManagedChannelBuilder.forAddress(http.getHost(), http.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void grpc_is_served_on_the_port_of_http() {
        AskReply reply = ask(AskRequest.newBuilder().setId(ID).setAmount("12.5"));
        assertThat(reply.getId()).isEqualTo(ID);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, NOT_FOUND, there is no order 7",
        "RULE_BROKEN, INVALID_ARGUMENT, name must not be blank",
        "CONFLICT, FAILED_PRECONDITION, the order is completed",
        "LOST_RACE, ABORTED, order 7 was changed by another request at the same moment; try again",
        "UNAVAILABLE, UNAVAILABLE, the stores service can't be reached at the moment",
        "DATABASE_AWAY, UNAVAILABLE, the service can't do its work at the moment; try again",
        "ISSUER_AWAY, UNAVAILABLE, the service can't do its work at the moment; try again",
        "BUG, INTERNAL, something went wrong on our side"
    })
    void every_refusal_has_its_status_whether_thrown_or_returned(String kind, Status.Code code, String message) {
        for (String way : new String[] {"throw ", "fail "}) {
            Status status =
                    failure(AskRequest.newBuilder().setFailWith(way + kind)).getStatus();
            assertThat(status.getCode()).isEqualTo(code);
            assertThat(status.getDescription()).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @CsvSource({"7, 1, id", "1-1-1-1-1, 1, id", ID + ", 1e5, amount", ID + ", '', amount"})
    void a_field_that_cannot_be_read_is_named(String id, String amount, String field) throws Exception {
        StatusRuntimeException failure =
                failure(AskRequest.newBuilder().setId(id).setAmount(amount));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        BadRequest details = StatusProto.fromThrowable(failure).getDetails(0).unpack(BadRequest.class);
        assertThat(details.getFieldViolations(0).getField()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\u001bb", "a\u0085b"})
    void a_text_with_a_control_character_is_refused_before_the_service_gets_it(String text) throws Exception {
        StatusRuntimeException failure = failure(AskRequest.newBuilder().setFailWith(text));

        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        BadRequest details = StatusProto.fromThrowable(failure).getDetails(0).unpack(BadRequest.class);
        assertThat(details.getFieldViolations(0).getField()).isEqualTo("failWith");
    }

    @Test
    void health_is_served() {
        assertThat(HealthGrpc.newBlockingStub(channel)
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void reflection_is_served() throws Exception {
        CompletableFuture<ServerReflectionResponse> first = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> ask = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse answer) {
                        first.complete(answer);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        first.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        // only the first answer counts
                    }
                });
        ask.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        assertThat(first.get(10, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
                .anyMatch(service -> service.getName().equals("mallbots.probe.v1.Probe"));
        ask.onCompleted();
    }

    private AskReply ask(AskRequest.Builder request) {
        return ProbeGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .ask(request.build());
    }

    private StatusRuntimeException failure(AskRequest.Builder request) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> ask(request));
    }
}
