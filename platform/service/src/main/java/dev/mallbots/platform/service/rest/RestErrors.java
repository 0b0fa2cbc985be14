package dev.mallbots.platform.service.rest;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.mallbots.platform.kernel.Violation;
import dev.mallbots.platform.service.Problem;
import dev.mallbots.platform.service.Problems;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps every throwable of a REST call to a {@link Problem}. */
public class RestErrors {

    private final ProblemAnswers answers;

    RestErrors(ProblemAnswers answers) {
        this.answers = answers;
    }

    // the narrower ones are named because the frameworks' own mappers for them would win over the one for Throwable
    @ServerExceptionMapper({
        Throwable.class,
        WebApplicationException.class,
        ValidationException.class,
        MismatchedInputException.class,
        UnauthorizedException.class,
        ForbiddenException.class,
        AuthenticationFailedException.class
    })
    Response answer(Throwable thrown, UriInfo asked, HttpHeaders headers) {
        ProblemAnswers.Answer problem = answers.answer(
                problem(thrown, asked), thrown, asked.getPath(), headers.getHeaderString(HttpHeaders.ACCEPT));
        Response.ResponseBuilder answer = Response.status(problem.status()).entity(problem.body());
        problem.headers().forEach(answer::header);
        if (thrown instanceof WebApplicationException web && web.getResponse().getHeaderString("Allow") != null) {
            answer.header("Allow", web.getResponse().getHeaderString("Allow"));
        }
        return answer.build();
    }

    private static Problem problem(Throwable thrown, UriInfo asked) {
        return switch (thrown) {
            case BadParameter bad ->
                Problems.badRequest(new Violation(nameOf(bad.value()::equals, asked), bad.getMessage()));
            // JAX-RS throws "not found" for a parameter that its own converters could not read, and reports only the
            // value
            case NotFoundException bad
            when bad.getCause() != null ->
                Problems.badRequest(new Violation(
                        nameOf(String.valueOf(bad.getCause().getMessage())::endsWith, asked), "can't be read"));
            default -> Problems.of(thrown);
        };
    }

    /** A converter does not know the name of its parameter; the request has only a few candidates. */
    private static String nameOf(Predicate<String> isValue, UriInfo asked) {
        return Stream.of(asked.getPathParameters(), asked.getQueryParameters())
                .map(MultivaluedMap::entrySet)
                .flatMap(entries -> entries.stream()
                        .filter(entry -> entry.getValue().stream().anyMatch(isValue)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("parameter");
    }
}
