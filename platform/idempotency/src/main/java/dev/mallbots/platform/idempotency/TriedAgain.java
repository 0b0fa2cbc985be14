package dev.mallbots.platform.idempotency;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Repeats every {@code @WithTransaction} method that begins its transaction, as {@link RolledBack#triedAgain} does, for calls from REST,
 * gRPC and timers. The consumer begins a message's transaction and has its own retry.
 */
@WithTransaction
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE - 10)
class TriedAgain {

    @AroundInvoke
    Object tryAgain(InvocationContext call) throws Exception {
        return OpenSession.isThere() ? call.proceed() : RolledBack.triedAgain(() -> proceed(call));
    }

    @SuppressWarnings("unchecked") // Quarkus lets only methods that return a Uni be @WithTransaction
    private static Uni<Object> proceed(InvocationContext call) {
        try {
            return (Uni<Object>) call.proceed();
        } catch (Exception thrown) {
            return Uni.createFrom().failure(thrown);
        }
    }
}
