package dev.mallbots.platform.service.rest;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * The methods of an address: those of the template that fits it best, and of no other. For another method, Quarkus would try templates that
 * fit less well, and it returns the methods of all addresses of a class for one of them.
 */
public class AllowedMethods {

    private final List<Call> calls;

    private record Call(AddressTemplate address, String method) {}

    AllowedMethods(BeanManager beans) {
        this.calls = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(Bean::getBeanClass)
                .distinct()
                .filter(resource -> resource.isAnnotationPresent(Path.class))
                .flatMap(AllowedMethods::callsOf)
                .toList();
    }

    private static Stream<Call> callsOf(Class<?> resource) {
        String base = resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getMethods())
                .flatMap(method -> Arrays.stream(method.getAnnotations())
                        .map(Annotation::annotationType)
                        .map(type -> type.getAnnotation(HttpMethod.class))
                        .flatMap(Stream::ofNullable)
                        .map(http -> new Call(AddressTemplate.of("", base, below(method)), http.value())));
    }

    private static String below(Method method) {
        Path path = method.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }

    /**
     * @throws NotAllowedException with the methods of the address
     * @throws NotFoundException for an OPTIONS request to an unknown address
     */
    @ServerRequestFilter(preMatching = true)
    public Optional<Response> check(RoutingContext exchange) {
        String method = exchange.request().method().name();
        Set<String> allowed = of(exchange.normalizedPath());
        if (method.equals(HttpMethod.OPTIONS)) {
            return Optional.of(answerToOptions(allowed));
        }
        if (!allowed.isEmpty() && !allowed.contains(method)) {
            throw new NotAllowedException(named(Response.status(Response.Status.METHOD_NOT_ALLOWED), allowed));
        }
        return Optional.empty();
    }

    private static Response answerToOptions(Set<String> allowed) {
        if (allowed.isEmpty()) {
            throw new NotFoundException();
        }
        return named(Response.ok(), allowed);
    }

    /** In alphabetical order; empty for an unknown path. */
    private Set<String> of(String path) {
        Set<String> allowed = calls.stream()
                .map(Call::address)
                .filter(address -> address.fits(path))
                .max(Comparator.comparingInt(AddressTemplate::literals))
                .map(this::methodsOf)
                .orElseGet(TreeSet::new);
        if (allowed.contains(HttpMethod.GET)) {
            allowed.add(HttpMethod.HEAD);
        }
        if (!allowed.isEmpty()) {
            allowed.add(HttpMethod.OPTIONS);
        }
        return allowed;
    }

    private TreeSet<String> methodsOf(AddressTemplate best) {
        String path = best.path().pattern();
        return calls.stream()
                .filter(call -> call.address().path().pattern().equals(path))
                .map(Call::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Response named(Response.ResponseBuilder answer, Set<String> allowed) {
        return answer.header("Allow", String.join(", ", allowed)).build();
    }
}
