package dev.mallbots.platform.idempotency;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Identifies a request: the same task under the same key is the same request.
 *
 * @param name the name of the use case
 * @param answer the type of the answer, which Jackson must be able to write and read; {@code Void} for no answer
 * @param arguments the whole content of the request, as Jackson writes it; no values that differ on each call, such as a new id
 */
public record Task<T>(String name, Type answer, List<?> arguments) {

    public static <T> Task<T> of(Class<?> useCase, Class<T> answer, Object... arguments) {
        return new Task<>(useCase.getSimpleName(), answer, Arrays.asList(arguments));
    }
}
