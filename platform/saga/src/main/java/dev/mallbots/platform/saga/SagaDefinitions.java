package dev.mallbots.platform.saga;

import dev.mallbots.platform.kernel.Unavailable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The service's definitions: every CDI bean of that type. */
@ApplicationScoped
class SagaDefinitions {

    private final Map<String, SagaDefinition<?>> byName;

    SagaDefinitions(@Any Instance<SagaDefinition<?>> beans) {
        byName = beans.stream().collect(Collectors.toUnmodifiableMap(SagaDefinition::name, Function.identity()));
    }

    Collection<SagaDefinition<?>> all() {
        return byName.values();
    }

    Set<String> names() {
        return byName.keySet();
    }

    /**
     * @throws Unavailable no definition has this name: a newer release has it, or an instance is older than the removal of its definition
     */
    SagaDefinition<?> named(String name) {
        var definition = byName.get(name);
        if (definition == null) {
            throw Unavailable.newer("saga '%s'".formatted(name));
        }
        return definition;
    }
}
