package dev.mallbots.platform.idempotency;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;

/**
 * Runs every {@code @WithTransaction} method of a request under the request's key: its arguments identify the request, and its transaction
 * holds the key. Without a key it does nothing.
 */
@WithTransaction
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
class OncePerKey {

    private final Once once;

    OncePerKey(Once once) {
        this.once = once;
    }

    @AroundInvoke
    Object underKey(InvocationContext call) throws Exception {
        return RequestKey.isGiven() ? once.allOf(task(call), () -> proceed(call)) : call.proceed();
    }

    private static Task<Object> task(InvocationContext call) {
        Method useCase = call.getMethod();
        ParameterizedType uni = (ParameterizedType) useCase.getGenericReturnType();
        return new Task<>(
                useCase.getDeclaringClass().getSimpleName(),
                uni.getActualTypeArguments()[0],
                Arrays.asList(call.getParameters()));
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
