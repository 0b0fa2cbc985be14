package dev.mallbots.platform.service.rest;

import dev.mallbots.platform.service.Problem;
import dev.mallbots.platform.service.Problems;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What is answered before JAX-RS has a word: no such address, a body over the limit, a route that fails. */
@Singleton
public class RouterErrors {

    private static final int FIRST = Integer.MIN_VALUE + 10;
    private static final int LAST = Integer.MAX_VALUE;

    private final ProblemAnswers answers;
    private final long maxBodySize;

    RouterErrors(
            ProblemAnswers answers,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize) {
        this.answers = answers;
        this.maxBodySize = maxBodySize.asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::refuseLargeBodies).failureHandler(this::answerFailure);
        router.route().order(LAST).handler(exchange -> answers.send(exchange, Problems.ofStatus(404), null));
    }

    /** Quarkus would refuse them too, but without saying why. */
    private void refuseLargeBodies(RoutingContext exchange) {
        String length = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || !isOverLimit(length)) {
            exchange.next();
            return;
        }
        exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        answers.send(exchange, Problems.ofStatus(413), null);
    }

    private boolean isOverLimit(String length) {
        try {
            return Long.parseLong(length) > maxBodySize;
        } catch (NumberFormatException longerThanLong) {
            return true;
        }
    }

    private void answerFailure(RoutingContext exchange) {
        Throwable cause = exchange.failure();
        Problem problem = exchange.statusCode() == 500 && cause != null
                ? Problems.of(cause)
                : Problems.ofStatus(exchange.statusCode());
        answers.send(exchange, problem, cause);
    }
}
