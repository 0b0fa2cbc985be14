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
 * Lets nobody call another service while a database session is open in its name: a neighbour that hangs would hold rows and a connection for
 * as long as the call takes. It is a fault of the program, found by the first test that takes this way, so it is told by an exception.
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
