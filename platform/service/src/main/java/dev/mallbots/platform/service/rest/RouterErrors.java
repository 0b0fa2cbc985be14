package dev.mallbots.platform.service.rest;

import dev.mallbots.platform.service.Problem;
import dev.mallbots.platform.service.Problems;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers errors before JAX-RS: a malformed HTTP request, an unknown address, a body over the limit or with an unsupported coding, a
 * failing route.
 */
@Singleton
public class RouterErrors {

    private static final int FIRST = Integer.MIN_VALUE + 10;
    private static final int LAST = Integer.MAX_VALUE;
    private static final String AS_IT_IS = "identity";

    private final ProblemAnswers answers;
    private final long maxBodySize;

    RouterErrors(
            ProblemAnswers answers,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize) {
        this.answers = answers;
        this.maxBodySize = maxBodySize.asLongValue();
    }

    void register(@Observes Router router) {
        router.route()
                .order(FIRST)
                .handler(this::refuseUnreadable)
                .handler(this::refuseCodings)
                .handler(this::refuseLargeBodies)
                .failureHandler(this::answerFailure);
        router.route().order(LAST).handler(exchange -> answers.send(exchange, Problems.ofStatus(404), null));
    }

    private void refuseUnreadable(RoutingContext exchange) {
        if (isUnreadable(exchange)) {
            answerUnreadable(exchange);
        } else {
            exchange.next();
        }
    }

    private static boolean isUnreadable(RoutingContext exchange) {
        return exchange.request().decoderResult().isFailure();
    }

    private void answerUnreadable(RoutingContext exchange) {
        Problem problem = switch (exchange.request().decoderResult().cause()) {
            case UnreadableRequest unreadable -> unreadable.problem();
            case TooLongHttpLineException tooLong -> Problems.ofStatus(414);
            case TooLongHttpHeaderException tooLong -> Problems.ofStatus(431);
            default -> Problems.ofStatus(400);
        };
        exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        answers.send(exchange, problem, null);
    }

    /** Without decoding, such a body would be reported as invalid JSON. */
    private void refuseCodings(RoutingContext exchange) {
        List<String> codings = exchange.request().headers().getAll(HttpHeaders.CONTENT_ENCODING);
        if (codings.stream().map(String::strip).allMatch(AS_IT_IS::equalsIgnoreCase)) {
            exchange.next();
        } else {
            exchange.response().putHeader(HttpHeaders.ACCEPT_ENCODING, AS_IT_IS);
            answers.send(exchange, Problems.unknownContentEncoding(), null);
        }
    }

    /** Quarkus would refuse them too, but without a reason. */
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
        if (isUnreadable(exchange)) {
            answerUnreadable(exchange);
            return;
        }
        Throwable cause = exchange.failure();
        Problem problem = exchange.statusCode() == 500 && cause != null
                ? Problems.of(cause)
                : Problems.ofStatus(exchange.statusCode());
        answers.send(exchange, problem, cause);
    }
}
