package dev.mallbots.platform.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The definitions this service has: every CDI bean of that type. */
@ApplicationScoped
class SagaDefinitions {

    private final Map<String, SagaDefinition<?>> byName;

    SagaDefinitions(@Any Instance<SagaDefinition<?>> beans) {
        byName = beans.stream().collect(Collectors.toUnmodifiableMap(SagaDefinition::name, Function.identity()));
    }

    /** @throws IllegalStateException when an instance outlived its definition */
    SagaDefinition<?> named(String name) {
        var definition = byName.get(name);
        if (definition == null) {
            throw new IllegalStateException("no definition of saga '%s' here".formatted(name));
        }
        return definition;
    }
}
