package dev.mallbots.platform.idempotency;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/**
 * Has every {@code @WithTransaction} method {@link RolledBack#triedAgain tried again} that begins its transaction, whoever calls it: REST,
 * gRPC or a timer. A message's transaction is begun by its consumer, which has its own way to try again.
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
