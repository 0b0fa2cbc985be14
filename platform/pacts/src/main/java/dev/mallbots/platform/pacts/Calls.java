package dev.mallbots.platform.pacts;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import io.smallrye.mutiny.Uni;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.mockito.MockMakers;

/**
 * Records what handlers call. The use cases behind a handler need a database; what a handler passes to them needs none, and shows which
 * fields of the message it has read.
 */
public final class Calls {

    private static final UUID AN_ID = new UUID(0, 1);

    /** @param seen what the call was about: its arguments */
    record Call(String method, Object seen) {}

    private final List<Call> made = new ArrayList<>();

    Calls() {}

    /** A use case, or a port, that records the arguments of its calls and then succeeds. */
    public <T> T to(Class<T> type) {
        // an argument may be null: the result of a preparation that only recorded its call
        return to(type, (method, arguments) -> Arrays.asList(arguments.clone()));
    }

    /** @param seen what to record of a call, for example the decision that the domain makes from its arguments */
    public <T> T to(Class<T> type, BiFunction<Method, Object[], Object> seen) {
        return mock(
                type, withSettings().mockMaker(MockMakers.SUBCLASS).stubOnly().defaultAnswer(call -> {
                    if (call.getMethod().getDeclaringClass() == Object.class) {
                        return null;
                    }
                    made.add(new Call(
                            type.getSimpleName() + "." + call.getMethod().getName(),
                            seen.apply(call.getMethod(), call.getArguments())));
                    return successOf(call.getMethod());
                }));
    }

    List<Call> take() {
        List<Call> taken = List.copyOf(made);
        made.clear();
        return taken;
    }

    private static Object successOf(Method method) {
        if (method.getReturnType() != Uni.class) {
            return null;
        }
        var result = ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[0];
        if (result == UUID.class) {
            return Uni.createFrom().item(AN_ID);
        }
        if (result == Boolean.class) {
            return Uni.createFrom().item(true);
        }
        if (result instanceof ParameterizedType several && several.getRawType() == Set.class) {
            return Uni.createFrom().item(Set.of());
        }
        if (result instanceof ParameterizedType maybe && maybe.getRawType() == Optional.class) {
            return Uni.createFrom().item(Optional.empty());
        }
        return Uni.createFrom().nullItem();
    }
}
