package dev.mallbots.platform.service.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Gives every gRPC call to another service a deadline of its own ({@code mallbots.grpc.deadline}, 2 seconds), unless it has
 * one: nobody waits for ever for a service that hangs.
 *
 * <p>{@code quarkus.grpc.clients.NAME.deadline} is no help: it is counted from the start of the client, so that every later
 * call fails (https://github.com/quarkusio/quarkus/issues/41947).
 */
@GlobalInterceptor
@ApplicationScoped
public class CallDeadlines implements ClientInterceptor {

    private final Duration deadline;

    CallDeadlines(@ConfigProperty(name = "mallbots.grpc.deadline", defaultValue = "PT2S") Duration deadline) {
        this.deadline = deadline;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return next.newCall(
                method,
                options.getDeadline() == null
                        ? options.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                        : options);
    }
}
