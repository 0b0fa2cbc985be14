package dev.mallbots.platform.messaging;

import dev.mallbots.platform.idempotency.OpenSession;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Forbids calls to other services while a database session is open: a service that does not answer would make the session hold row locks
 * and a connection for as long as the call takes. Such a call is a bug that the first test of the code finds, so it throws an exception.
 */
@GlobalInterceptor
@ApplicationScoped
public class CallsOutsideTransactions implements ClientInterceptor {

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        if (OpenSession.isThere()) {
            throw new IllegalStateException(
                    "%s is called inside a transaction or session".formatted(method.getFullMethodName()));
        }
        return next.newCall(method, options);
    }
}
