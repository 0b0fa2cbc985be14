package dev.mallbots.platform.service.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.netty.handler.codec.http2.Http2Exception;
import io.quarkus.grpc.GlobalInterceptor;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Ends every gRPC call to another service without an answer in time ({@code mallbots.grpc.deadline}, 2 seconds) with DEADLINE_EXCEEDED,
 * unless the call has its own deadline, so that no caller waits without limit. The called service may have done the work. A connection that
 * breaks during a call ends it with UNAVAILABLE.
 *
 * <p>The usual ways do not work. {@code quarkus.grpc.clients.NAME.deadline} is counted from the creation of the client, so that every later
 * call fails (https://github.com/quarkusio/quarkus/issues/41947), and Quarkus's own client, the only one that reconnects at once when a
 * service is back, ignores the deadline of a call.
 */
@GlobalInterceptor
@ApplicationScoped
public class CallDeadlines implements ClientInterceptor {

    private final Vertx vertx;
    private final Duration deadline;

    /** @param deadline from the start of a call to its answer */
    public CallDeadlines(Vertx vertx, @ConfigProperty(name = "mallbots.grpc.deadline") Duration deadline) {
        this.vertx = vertx;
        this.deadline = deadline;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        ClientCall<Q, A> call = next.newCall(method, options);
        boolean isOurs = method.getType() == MethodType.UNARY && options.getDeadline() == null;
        return isOurs ? new Limited<>(call) : call;
    }

    private final class Limited<Q, A> extends SimpleForwardingClientCall<Q, A> {

        Limited(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        public void start(Listener<A> caller, Metadata headers) {
            EndedOnce<A> ended = new EndedOnce<>(caller);
            // on the caller's own context, the only one on which it may continue
            long timer = vertx.setTimer(deadline.toMillis(), ignored -> {
                ended.onClose(Status.DEADLINE_EXCEEDED.withDescription("no answer within " + deadline), new Metadata());
                cancel("no answer in time", null);
            });
            ended.afterwards = () -> vertx.cancelTimer(timer);
            super.start(ended, headers);
        }
    }

    /** The first end of the call, by its service or by the timer, is passed to the caller. */
    private static final class EndedOnce<A> extends SimpleForwardingClientCallListener<A> {

        private final AtomicBoolean ended = new AtomicBoolean();
        private Runnable afterwards;

        EndedOnce(ClientCall.Listener<A> caller) {
            super(caller);
        }

        @Override
        public void onMessage(A message) {
            if (!ended.get()) {
                super.onMessage(message);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (ended.compareAndSet(false, true)) {
                afterwards.run();
                super.onClose(isBrokenConnection(status) ? unavailable(status) : status, trailers);
            }
        }

        /**
         * Quarkus's own client reports only UNKNOWN for a connection that broke during a call, or was closed just before it. An UNKNOWN
         * from a service has no cause here.
         */
        private static boolean isBrokenConnection(Status status) {
            return status.getCode() == Status.Code.UNKNOWN
                    && switch (status.getCause()) {
                        case VertxException broken -> true;
                        case IOException broken -> true;
                        case Http2Exception closed -> true;
                        case null, default -> false;
                    };
        }

        private static Status unavailable(Status status) {
            return Status.UNAVAILABLE.withDescription("the connection broke").withCause(status.getCause());
        }
    }
}
