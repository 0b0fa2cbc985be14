package dev.mallbots.platform.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.service.grpc.probe.AskReply;
import dev.mallbots.platform.service.grpc.probe.AskRequest;
import dev.mallbots.platform.service.grpc.probe.ProbeGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CallDeadlinesTest {

    private static final Vertx VERTX = Vertx.vertx();

    /** A service that answers when a test tells it to. */
    private static final class Service extends Channel {

        private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
        private ClientCall.Listener<?> caller;

        @Override
        public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
            return new ClientCall<>() {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    caller = listener;
                }

                @Override
                public void request(int messages) {}

                @Override
                public void cancel(String message, Throwable cause) {
                    cancelled.complete(null);
                }

                @Override
                public void halfClose() {}

                @Override
                public void sendMessage(Q message) {}
            };
        }

        @Override
        public String authority() {
            return "nobody";
        }
    }

    private static final class Caller extends ClientCall.Listener<AskReply> {

        private final CompletableFuture<Status> heard = new CompletableFuture<>();
        private int times;

        @Override
        public void onClose(Status status, Metadata trailers) {
            times++;
            heard.complete(status);
        }
    }

    private final Service service = new Service();
    private final Caller caller = new Caller();

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void a_call_without_an_answer_is_ended_and_cancelled() throws Exception {
        call(Duration.ofMillis(20), CallOptions.DEFAULT);

        assertThat(caller.heard.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        service.cancelled.get(10, TimeUnit.SECONDS);
    }

    @Test
    void an_answer_after_the_deadline_is_ignored() throws Exception {
        call(Duration.ofMillis(20), CallOptions.DEFAULT);
        caller.heard.get(10, TimeUnit.SECONDS);

        service.caller.onClose(Status.OK, new Metadata());

        assertThat(caller.times).isEqualTo(1);
    }

    @Test
    void an_answer_in_time_is_returned() throws Exception {
        call(Duration.ofMinutes(1), CallOptions.DEFAULT);

        service.caller.onClose(Status.OK, new Metadata());

        assertThat(caller.heard.get(10, TimeUnit.SECONDS).isOk()).isTrue();
        assertThat(service.cancelled).isNotDone();
    }

    @Test
    void a_connection_that_breaks_during_a_call_means_unavailable() throws Exception {
        call(Duration.ofMinutes(1), CallOptions.DEFAULT);

        service.caller.onClose(Status.UNKNOWN.withCause(new HttpClosedException("GOAWAY")), new Metadata());

        assertThat(caller.heard.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void a_connection_that_is_closed_as_a_call_begins_means_unavailable() throws Exception {
        call(Duration.ofMinutes(1), CallOptions.DEFAULT);

        service.caller.onClose(
                Status.UNKNOWN.withCause(
                        Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "created after it was closed")),
                new Metadata());

        assertThat(caller.heard.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void an_unknown_error_of_a_service_is_not_taken_for_unavailable() throws Exception {
        call(Duration.ofMinutes(1), CallOptions.DEFAULT);

        service.caller.onClose(Status.UNKNOWN, new Metadata());

        assertThat(caller.heard.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNKNOWN);
    }

    @Test
    void a_call_with_its_own_deadline_is_not_changed() {
        call(Duration.ofMillis(1), CallOptions.DEFAULT.withDeadline(Deadline.after(1, TimeUnit.MINUTES)));

        assertThat(service.caller).isSameAs(caller);
    }

    private void call(Duration deadline, CallOptions options) {
        ClientCall<AskRequest, AskReply> call =
                new CallDeadlines(VERTX, deadline).interceptCall(ProbeGrpc.getAskMethod(), options, service);
        call.start(caller, new Metadata());
    }
}
