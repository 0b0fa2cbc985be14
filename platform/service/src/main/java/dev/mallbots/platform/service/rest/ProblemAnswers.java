package dev.mallbots.platform.service.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mallbots.platform.service.Problem;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Sends a {@link Problem} over HTTP, for JAX-RS and for bare routes. */
@Singleton
public class ProblemAnswers {

    private static final Logger LOG = Logger.getLogger(ProblemAnswers.class);
    private static final String JSON = "application/json";
    private static final String RETRY_AFTER_SECONDS = "1";

    private final ObjectMapper json;

    ProblemAnswers(ObjectMapper json) {
        this.json = json;
    }

    /**
     * The response.
     *
     * @param headers including the media type
     * @param body JSON
     */
    public record Answer(int status, Map<String, String> headers, String body) {}

    /** Ends the exchange with this problem. If the head of a response has already been sent, the connection is closed instead. */
    public void send(RoutingContext exchange, Problem problem, Throwable cause) {
        HttpServerResponse response = exchange.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            exchange.request().connection().close();
            return;
        }
        Answer answer = answer(
                problem, cause, pathOf(exchange.request()), exchange.request().getHeader("Accept"));
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.end(answer.body());
    }

    /** An unreadable request has no path. */
    private static String pathOf(HttpServerRequest request) {
        return request.decoderResult().isFailure() ? "" : request.path();
    }

    /**
     * Completes a problem for the response; a fault of ours is logged, with the trace id of the response.
     *
     * @param cause its cause, for the log; null if there is nothing to log
     * @param path the requested path
     * @param accept the request's header; null without one
     */
    public Answer answer(Problem problem, Throwable cause, String path, String accept) {
        Problem placed = problem.at(path);
        Problem complete = placed.isOurFault() ? traced(cause == null ? placed : logged(placed, cause)) : placed;
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", mediaType(accept));
        switch (complete.status()) {
            case 401 -> headers.put("WWW-Authenticate", "Bearer");
            case 503 -> headers.put("Retry-After", RETRY_AFTER_SECONDS);
            default -> {}
        }
        return new Answer(complete.status(), headers, body(complete));
    }

    private static Problem logged(Problem problem, Throwable cause) {
        if (problem.status() == 500) {
            LOG.errorf(cause, "%s failed", problem.instance());
        } else {
            LOG.warnf("%s: %d, %s (%s)", problem.instance(), problem.status(), problem.detail(), cause);
        }
        return problem;
    }

    private static Problem traced(Problem problem) {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? problem.tracedAs(span.getTraceId()) : problem;
    }

    /** The media type of problems, unless the client accepts only {@code application/json}. */
    private static String mediaType(String accept) {
        boolean onlyJson = accept != null
                && Arrays.stream(accept.split(","))
                        .map(range -> range.split(";")[0].strip())
                        .allMatch(JSON::equalsIgnoreCase);
        return onlyJson ? JSON : Problem.MEDIA_TYPE;
    }

    private String body(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
