package dev.mallbots.platform.idempotency;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/**
 * What a request asks for: the same task under the same key is the same request.
 *
 * @param name of the use case
 * @param answer what it answers, as Jackson writes and reads it; {@code Void} when there is nothing to tell
 * @param arguments all that the request says, as Jackson writes it; nothing that is made anew on each call, such as an id
 */
public record Task<T>(String name, Type answer, List<?> arguments) {

    public static <T> Task<T> of(Class<?> useCase, Class<T> answer, Object... arguments) {
        return new Task<>(useCase.getSimpleName(), answer, Arrays.asList(arguments));
    }
}
